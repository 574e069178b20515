package io.caravan.store.journal;

import io.caravan.flow.Budgets;
import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.store.ConfigurationRefused;
import io.caravan.store.Ids;
import io.caravan.store.Observer;
import io.caravan.store.aggregation.Change;
import io.caravan.store.aggregation.Delivery;
import io.caravan.store.aggregation.Verdict;
import io.caravan.store.cluster.Rhythm;
import io.caravan.store.limit.Pauses;
import io.caravan.store.outbox.Lease;
import io.caravan.store.outbox.OutboxKey;
import io.caravan.store.outbox.Permits;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/**
 * The door to the journal: what is asked here is done by the one writer, and the answer completes when it is on disk. Every
 * answer completes on the writer's thread: hand longer work over.
 */
public final class Journal implements AutoCloseable {
    /** What the writer works with beside the database. */
    public record Surroundings(
            Permits permits, Clock clock, Observer observer, Rhythm rhythm, Wanted wanted, Budgets budgets) {
        public Surroundings(Permits permits, Clock clock, Observer observer, Rhythm rhythm) {
            this(permits, clock, observer, rhythm, Wanted.NOTHING, Budgets.NONE);
        }
    }

    /** The name of this node, how many accepts may wait, and how many commands make the largest batch. */
    public record Settings(String node, int acceptQueue, int largestBatch) {}

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final String STOPPING = "Caravan is stopping; send the event again.";
    private static final String FULL = "More events are waiting to be stored than allowed; send the event again later.";

    private final CommandQueue queue;
    private final Writer writer;
    private final Observer observer;
    private final Thread thread;
    private volatile boolean closing;

    private Journal(CommandQueue queue, Writer writer, Observer observer) {
        this.queue = queue;
        this.writer = writer;
        this.observer = observer;
        this.thread = new Thread(writer, "caravan-writer");
    }

    /**
     * Opens the journal and starts its writer; attempts that were running when the process before this one died are declared
     * lost first.
     */
    public static Journal open(DataSource writing, Settings settings, Surroundings around) {
        var queue = new CommandQueue(settings.acceptQueue());
        try {
            var journal = new Journal(queue, new Writer(writing, settings, queue, around), around.observer());
            journal.thread.start();
            queue.wake(); // a first, empty batch loads beside the rest of the start what every batch needs
            return journal;
        } catch (SQLException unusable) {
            throw new ConfigurationRefused("The database cannot be used: " + unusable.getMessage() + ".", unusable);
        }
    }

    /** Accepts an event; {@link NotAccepted} when the queue is full or nothing can be stored. */
    public CompletableFuture<Accepted> accept(Incoming incoming) {
        return accept(incoming, Optional.empty(), Optional.empty());
    }

    /** Accepts events in their order, side by side in the queue; all of them or, when it is full, none. */
    public List<CompletableFuture<Accepted>> accept(List<Incoming> together) {
        List<Write.Accept> writes = writes(together);
        offer(writes);
        return answers(writes);
    }

    /** Accepts the tick of a schedule, which is then handled up to the event's time. */
    public CompletableFuture<Accepted> tick(Incoming incoming, String schedule) {
        return accept(incoming, Optional.of(schedule), Optional.empty());
    }

    /** Accepts the event of a row of the inbox, which is then taken out; {@link NotItsTurn} when it is not to be had. */
    public CompletableFuture<Accepted> take(Incoming incoming, long inboxRow) {
        return accept(incoming, Optional.empty(), Optional.of(inboxRow));
    }

    private CompletableFuture<Accepted> accept(Incoming incoming, Optional<String> schedule, Optional<Long> inboxRow) {
        var write = new Write.Accept(incoming, schedule, inboxRow, new CompletableFuture<>());
        offer(List.of(write));
        return write.answer();
    }

    private void offer(List<Write.Accept> writes) {
        if (closing || !queue.offer(writes)) {
            refuse(writes);
        }
    }

    private void refuse(List<Write.Accept> writes) {
        String reason = closing ? STOPPING : FULL;
        for (Write.Accept write : writes) {
            observer.reached(Observer.Point.REFUSED, 1);
            write.answer().completeExceptionally(new NotAccepted(reason));
        }
    }

    /**
     * Accepts events that have come one behind the other: they are stored in this order, and when one finds no place or the
     * database is away, those behind it are not stored either. One answer for each.
     */
    public List<CompletableFuture<Accepted>> acceptAll(List<Incoming> incoming) {
        List<Write.Accept> accepts = writes(incoming);
        int taken = closing ? 0 : queue.offerAll(accepts);
        refuse(accepts.subList(taken, accepts.size()));
        return answers(accepts);
    }

    private static List<Write.Accept> writes(List<Incoming> incoming) {
        return incoming.stream()
                .map(each -> new Write.Accept(each, new CompletableFuture<>()))
                .toList();
    }

    private static List<CompletableFuture<Accepted>> answers(List<Write.Accept> writes) {
        return writes.stream().map(Write.Accept::answer).toList();
    }

    /** Ends an attempt; the answer is false when its lease was lost and nothing has changed. */
    public CompletableFuture<Boolean> settle(Settlement settlement) {
        return ask(new Write.Settle(settlement, new CompletableFuture<>())).answer();
    }

    /** Gives a taken row back, due again after the delay, as if it had not been taken. */
    public CompletableFuture<Boolean> release(OutboxKey key, Lease lease, Duration delay) {
        return ask(new Write.Release(key, lease, delay, new CompletableFuture<>()))
                .answer();
    }

    /** Whether an attempt under this lease may begin: nobody else can have been given it meanwhile. */
    public boolean mayBegin(Lease lease) {
        return writer.membership().mayBegin(lease);
    }

    /** For how long the other nodes have not been told that this one lives; zero with SQLite, where there are none. */
    public Duration sinceBeat() {
        return writer.membership().sinceBeat();
    }

    /** A person's command; {@link UnknownFlow} and {@link io.caravan.flow.Refused} say why it was not carried out. */
    public CompletableFuture<FlowState> order(String flow, Command command) {
        if (!Ids.isId(flow)) {
            return CompletableFuture.failedFuture(new UnknownFlow(flow));
        }
        return ask(new Write.Order(flow, command, new CompletableFuture<>())).answer();
    }

    /** Up to which tick the schedule is handled; one that is new, or has another rule than before, begins now. */
    public CompletableFuture<Instant> follow(String schedule, String rule) {
        return ask(new Write.Follow(schedule, rule, new CompletableFuture<>())).answer();
    }

    /** Stores what an aggregator has gathered, if its group is still what it was computed from and no message comes again. */
    public CompletableFuture<Verdict> gather(Change change) {
        return ask(new Write.Gather(change, new CompletableFuture<>())).answer();
    }

    /** Ends the delivery of a completed group; the answer is false when the group was no longer held and nothing has changed. */
    public CompletableFuture<Boolean> deliver(Delivery delivery) {
        return ask(new Write.Deliver(delivery, new CompletableFuture<>())).answer();
    }

    /** Under which epoch this node takes what is to be done. */
    public long epoch() {
        return writer.membership().epoch();
    }

    /** Does a chore between two batches, when its turn has come. */
    public <T> CompletableFuture<T> run(Chore<T> chore) {
        return ask(new Write.Aside<>(chore, new CompletableFuture<>())).answer();
    }

    /** What rests at the moment. */
    public Pauses pauses() {
        return writer.pauses();
    }

    /** Does a chore that changes what rests; once the answer is there, it holds on this node, and soon on the others. */
    public <T> CompletableFuture<T> rule(Chore<T> chore) {
        return run(chore).thenApply(done -> {
            writer.pauses().changed();
            queue.wake();
            return done;
        });
    }

    private <W extends Write> W ask(W write) {
        if (!queue.add(write)) {
            write.refuseStopped();
        }
        return write;
    }

    /** From now on what is due is taken, as far as permits reach, and handed over after each commit. */
    public void startTaking(Receiver receiver) {
        writer.startTaking(receiver);
        queue.wake();
    }

    /** Nothing is taken until it is resumed; events are accepted, settles are written. */
    public void drain() {
        writer.drain(true);
    }

    public void resume() {
        writer.drain(false);
        queue.wake();
    }

    public boolean isDraining() {
        return writer.isDraining();
    }

    /** From now on nothing is taken and no event is accepted; settles are still written. */
    public void stopTaking() {
        closing = true;
        writer.stopTaking();
    }

    /** How many events wait to be stored. */
    public int waitingAccepts() {
        return queue.waitingAccepts();
    }

    /** Why no event is accepted at the moment, as a sentence; empty = they are. */
    public Optional<String> trouble() {
        if (closing) {
            return Optional.of("Caravan is stopping.");
        }
        if (!thread.isAlive()) {
            return Optional.of("The writer has died of an error inside Caravan; the log says more. Restart Caravan.");
        }
        return writer.cannotWrite()
                ? Optional.of("The database cannot be written; events are refused with 503 until it can.")
                : Optional.empty();
    }

    /** Whether its writer lives; without it nothing moves any more. */
    public boolean isAlive() {
        return closing || thread.isAlive();
    }

    /** Writes what is queued and stops the writer; what cannot be written within the limit is answered so. */
    @Override
    public void close() {
        stopTaking();
        writer.stop();
        queue.wake();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(LONGEST_CLOSE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
