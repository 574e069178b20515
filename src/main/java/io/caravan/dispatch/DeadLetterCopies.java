package io.caravan.dispatch;

import io.caravan.flow.ActionProgress.LastError;
import io.caravan.flow.Command;
import io.caravan.flow.FlowState;
import io.caravan.flow.Item;
import io.caravan.store.Json;
import io.caravan.store.claimcheck.Claims;
import io.caravan.store.outbox.Taken;
import io.caravan.store.view.ErrorNode;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of dead letters on their way to an endpoint. */
final class DeadLetterCopies {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCopies.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final DeadLetterChannel channel;
    private final Claims claims;
    private final Settling settling;

    DeadLetterCopies(DeadLetterChannel channel, Claims claims, Settling settling) {
        this.channel = channel;
        this.claims = claims;
        this.settling = settling;
    }

    /** Sends the copy; while that fails it is tried again, and nothing else waits for it. */
    void send(Taken taken) {
        FlowState state = taken.state();
        String name = taken.row().target().part();
        Optional<LastError> error = state.progress(name).flatMap(progress -> progress.error());
        String uri = channel.endpoint(state.action(name)
                .map(action -> action.provisions().deadLetterUri())
                .orElse(""));
        if (error.isEmpty() || uri.isEmpty()) {
            settling.settle(taken, new Command.Done());
            return;
        }
        try {
            channel.sending().accept(uri, letter(taken, name, error.get()));
            settling.settle(taken, new Command.Done());
        } catch (RuntimeException undelivered) {
            LOG.warn("the copy of dead letter {} {} could not be sent: {}", state.id(), name, undelivered.getMessage());
            settling.release(taken, LATER);
        }
    }

    private String letter(Taken taken, String name, LastError error) {
        FlowState state = taken.state();
        var letter = Json.mapper().createObjectNode();
        letter.put("flow", state.id()).put("definition", state.identity().definition());
        letter.put("action", Item.action(name));
        if (Item.isItem(name)) {
            letter.put("item", Item.index(name));
        }
        letter.put("key", state.standing().key().orElse(null));
        ErrorNode.fill(letter.putObject("error"), error);
        letter.set("input", Json.tree(claims.input(state, taken.event())));
        return Json.write(letter);
    }
}
