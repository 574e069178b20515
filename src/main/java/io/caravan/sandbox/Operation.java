package io.caravan.sandbox;

import java.sql.SQLException;

/** What a request asks for: an effect inside a transaction that yields the answer. */
record Operation(boolean writes, Work<Answer> effect) {
    static Operation reading(Work<Answer> effect) {
        return new Operation(false, effect);
    }

    static Operation writing(Work<Answer> effect) {
        return new Operation(true, effect);
    }

    static Operation answering(Answer answer) {
        return reading(transaction -> answer);
    }

    Answer in(Transaction transaction) throws SQLException {
        try {
            return effect.in(transaction);
        } catch (Refused refused) {
            return refused.answer();
        }
    }
}
