package io.caravan.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests in and answers out; behind it a fault may come before, after or instead of an effect. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Vertx vertx;
    private final Ledger ledger;
    private final Faults faults;

    Door(Vertx vertx, Ledger ledger, Faults faults) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.faults = faults;
    }

    /** Serves a request that no fault touches. */
    void serve(RoutingContext context, Function<Ask, Operation> room) {
        Body.read(context, body -> {
            Operation operation = operation(context, body, room);
            Work<Verdict> work = transaction -> Verdict.plain(operation.in(transaction));
            settle(context, operation.writes() ? ledger.write(work) : ledger.read(work));
        });
    }

    /** Serves a request to the Slack method or HubSpot path {@code target}, unless a fault planted there decides otherwise. */
    void serve(RoutingContext context, String target, Function<Ask, Operation> room) {
        Body.read(context, body -> {
            Operation operation = operation(context, body, room);
            settle(context, operation.writes() ? judged(operation, target) : unlessConcerned(operation, target));
        });
    }

    private static Operation operation(RoutingContext context, Body body, Function<Ask, Operation> room) {
        try {
            return room.apply(Ask.of(context, body));
        } catch (Refused refused) {
            return Operation.answering(refused.answer());
        } catch (IllegalArgumentException | HttpException e) {
            return Operation.answering(
                    Answer.problem(400, "The request cannot be decoded", "Encode it as a URL: " + e.getMessage()));
        }
    }

    /** What becomes of an effect on the target, by a fault planted there or without one. */
    CompletableFuture<Verdict> judged(Operation operation, String target) {
        return ledger.write(transaction -> {
            Optional<Fault> fault = faults.claim(transaction, target);
            return fault.isPresent() && !fault.get().applies()
                    ? Verdict.withheld(fault.get())
                    : new Verdict(fault, operation.in(transaction));
        });
    }

    /** A read takes the short way past the writer, unless a fault there may have to be used up, or a limit counts it. */
    private CompletableFuture<Verdict> unlessConcerned(Operation operation, String target) {
        Work<Optional<Verdict>> work =
                transaction -> faults.concern(transaction, target) || operation.isLimited(transaction)
                        ? Optional.empty()
                        : Optional.of(Verdict.plain(operation.unlimited(transaction)));
        return ledger.read(work).thenCompose(verdict -> verdict.map(CompletableFuture::completedFuture)
                .orElseGet(() -> judged(operation, target)));
    }

    private void settle(RoutingContext context, CompletableFuture<Verdict> verdict) {
        Context eventLoop = vertx.getOrCreateContext();
        verdict.whenComplete((settled, error) -> eventLoop.runOnContext(nothing -> {
            if (error != null) {
                send(context, broken(error));
            } else {
                carryOut(context, settled);
            }
        }));
    }

    private void carryOut(RoutingContext context, Verdict verdict) {
        if (verdict.delayMs() > 0) {
            vertx.setTimer(verdict.delayMs(), timer -> answer(context, verdict));
        } else {
            answer(context, verdict);
        }
    }

    private static void answer(RoutingContext context, Verdict verdict) {
        if (verdict.drops()) {
            context.request().connection().close();
        } else {
            send(context, verdict.spoken());
        }
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        boolean whole = !context.request().method().equals(HttpMethod.HEAD);
        response.end(whole ? answer.body() : "");
    }

    private static Answer broken(@Nullable Throwable error) {
        if (error instanceof RejectedExecutionException) {
            return Answer.problem(503, "The sandbox is busy", "Try again in a moment: too many requests are waiting.");
        }
        LOG.error("The sandbox could not serve a request", error);
        return Answer.problem(500, "The sandbox failed", "Look into the log of this node: " + error);
    }
}
