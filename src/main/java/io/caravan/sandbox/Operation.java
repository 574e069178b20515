package io.caravan.sandbox;

import java.sql.SQLException;
import java.util.Optional;

/** What a request asks for: an effect inside a transaction that yields the answer, unless a limit refuses it. */
record Operation(boolean writes, Work<Answer> effect, Optional<Limits> limits) {
    static Operation reading(Work<Answer> effect) {
        return new Operation(false, effect, Optional.empty());
    }

    static Operation writing(Work<Answer> effect) {
        return new Operation(true, effect, Optional.empty());
    }

    static Operation answering(Answer answer) {
        return reading(transaction -> answer);
    }

    Operation within(Limits few) {
        return new Operation(writes, effect, Optional.of(few));
    }

    /** Whether a limit may refuse it: then it is counted, by the writer. */
    boolean isLimited(Transaction transaction) throws SQLException {
        return limits.isPresent() && limits.get().areOn(transaction);
    }

    Answer in(Transaction transaction) throws SQLException {
        return limits.isPresent() ? limits.get().within(transaction, this::unlimited) : unlimited(transaction);
    }

    Answer unlimited(Transaction transaction) throws SQLException {
        try {
            return effect.in(transaction);
        } catch (Refused refused) {
            return refused.answer();
        }
    }
}
