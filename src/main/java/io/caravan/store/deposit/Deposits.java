package io.caravan.store.deposit;

import io.caravan.store.Statements;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.journal.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** Takes deposits in, on disk before the ticket is handed out, and gives them out again. */
public final class Deposits {
    /** Where bytes are kept when not in the database; they must be on disk when {@code bring} returns. */
    public interface Elsewhere {
        void bring(String id, byte[] bytes);

        /** The bytes; {@link ClaimMissing} when they are gone. */
        byte[] fetch(String id);
    }

    private final DataSource reading;
    private final Journal journal;
    private final Clock clock;

    public Deposits(DataSource reading, Journal journal, Clock clock) {
        this.reading = reading;
        this.journal = journal;
        this.clock = clock;
    }

    /** The ticket, once the deposit is on disk for that long. It completes on the writer's thread. */
    public CompletableFuture<Ticket> in(Deposit deposit, Duration kept, Optional<Elsewhere> elsewhere) {
        Ticket ticket = Ticket.of(deposit);
        elsewhere.ifPresent(other -> other.bring(ticket.id(), deposit.bytes()));
        var row = new DepositTable.Row(
                deposit.kind(), elsewhere.isPresent() ? Optional.empty() : Optional.of(deposit.bytes()));
        return journal.run(statements -> {
            Instant now = clock.instant();
            DepositTable.insert(statements, ticket, row, new DepositTable.Stay(now, now.plus(kept)));
            return ticket;
        });
    }

    /** What was checked in, unharmed; {@link ClaimMissing} when it is gone or its time is over, {@link ClaimDamaged} when it was changed. */
    public Deposit out(Ticket ticket, Optional<Elsewhere> elsewhere) {
        DepositTable.Row row = row(ticket).orElseThrow(() -> new ClaimMissing(ticket.id()));
        byte[] bytes = row.bytes()
                .or(() -> elsewhere.map(other -> other.fetch(ticket.id())))
                .orElseThrow(() -> new ClaimMissing(ticket.id()));
        var deposit = new Deposit(row.kind(), bytes);
        if (!deposit.hash().equals(ticket.hash())) {
            throw new ClaimDamaged(ticket.id());
        }
        return deposit;
    }

    private Optional<DepositTable.Row> row(Ticket ticket) {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return DepositTable.read(statements, ticket, clock.instant());
        } catch (SQLException unreadable) {
            throw new ClaimMissing(ticket.id(), unreadable);
        }
    }
}
