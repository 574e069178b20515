package io.caravan.sandbox;

import java.sql.SQLException;
import java.util.Optional;

/** What a request asks for: an effect inside a transaction that yields the answer, unless a limit refuses it. */
record Operation(boolean writes, Work<Answer> effect, Optional<Allowance> allowance) {
    static Operation reading(Work<Answer> effect) {
        return new Operation(false, effect, Optional.empty());
    }

    static Operation writing(Work<Answer> effect) {
        return new Operation(true, effect, Optional.empty());
    }

    static Operation answering(Answer answer) {
        return reading(transaction -> answer);
    }

    Operation within(Allowance limits) {
        return new Operation(writes, effect, Optional.of(limits));
    }

    /** Whether a limit may refuse it: then it is counted, by the writer. */
    boolean isLimited(Transaction transaction) throws SQLException {
        return allowance.isPresent() && !allowance.get().limits(transaction).isEmpty();
    }

    Answer in(Transaction transaction) throws SQLException {
        Optional<Answer> refusal = allowance.isPresent() ? allowance.get().refusal(transaction) : Optional.empty();
        return refusal.isPresent() ? refusal.get() : unlimited(transaction);
    }

    Answer unlimited(Transaction transaction) throws SQLException {
        try {
            return effect.in(transaction);
        } catch (Refused refused) {
            return refused.answer();
        }
    }
}
