package io.caravan.component.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.component.NotJson;
import io.caravan.store.aggregation.CompletedGroup;
import io.caravan.store.aggregation.Group;
import io.caravan.store.aggregation.GroupKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.processor.aggregate.StringAggregationStrategy;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A group that is stored and read between any two messages comes to the same as one that is not. */
class FoldingTest {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:30Z");
    private static final Completion.Due NEVER = new Completion.Due(Duration.ZERO, Optional.empty(), Duration.ZERO);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private AggregationStrategy strategy = new GroupedBodyAggregationStrategy();
    private Completion.Due due = NEVER;
    private int size = 3;
    private boolean drops;

    private Folding folding(Optional<Group> before, Instant now) {
        var completion = new Completion(Optional.empty(), new Completion.Size(size, Optional.empty()), due, false);
        var rules = new Rules(ExpressionBuilder.constantExpression("k"), strategy, completion, false, drops);
        return new Folding(new GroupKey("a", "k"), rules, before, () -> new DefaultExchange(context), now);
    }

    private Exchange message(Object body) {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private Exchange read(CompletedGroup group) {
        var exchange = new DefaultExchange(context);
        Contents.read(group.content(), exchange);
        strategy.onCompletion(exchange);
        return exchange;
    }

    private Optional<Group> add(Optional<Group> before, Object body) {
        Folding folding = folding(before, NOW);
        folding.add(message(body));
        assertEquals(List.of(), folding.completed());
        return folding.left();
    }

    @Test
    void lists_and_texts_of_the_shipped_strategies_are_kept() {
        Optional<Group> two = add(add(Optional.empty(), "x"), 5);
        Folding last = folding(two, NOW);
        last.add(message(List.of(true)));
        assertEquals(
                List.of("x", 5, List.of(true)),
                read(last.completed().get(0)).getMessage().getBody());
        var joining = new StringAggregationStrategy();
        joining.setDelimiter("|");
        strategy = joining;
        Optional<Group> texts = add(add(Optional.empty(), "x"), "y");
        Folding end = folding(texts, NOW);
        end.add(message("z"));
        assertEquals("x|y|z", read(end.completed().get(0)).getMessage().getBody());
    }

    @Test
    void one_turn_can_complete_many_groups_and_leave_one() {
        Folding folding = folding(Optional.empty(), NOW);
        for (int i = 1; i <= 8; i++) {
            folding.add(message(i));
        }
        assertEquals(
                List.of(3, 3),
                folding.completed().stream().map(CompletedGroup::size).toList());
        assertEquals(
                List.of(4, 5, 6), read(folding.completed().get(1)).getMessage().getBody());
        assertEquals(2, folding.left().orElseThrow().size());
    }

    @Test
    void headers_and_properties_that_are_json_are_kept_and_camels_and_ours_are_not() {
        size = 1;
        Exchange message = message("x");
        message.getMessage().setHeader("text", "a".getBytes(StandardCharsets.UTF_8));
        message.getMessage().setHeader("number", 7);
        message.getMessage().setHeader("CamelFileName", "f");
        message.getMessage().setHeader("CaravanMessageId", "m");
        message.getMessage().setHeader("kafka.HEADERS", new Object());
        message.setProperty("list", List.of(1));
        message.setProperty("CaravanOdd", new Object());
        Folding folding = folding(Optional.empty(), NOW);
        folding.add(message);
        Exchange read = read(folding.completed().get(0));
        assertEquals(
                java.util.Map.of("text", "a", "number", 7), read.getMessage().getHeaders());
        assertEquals(List.of(1), read.getProperty("list"));
        assertEquals(1, read.getProperties().size());
    }

    @Test
    void what_is_not_json_is_refused_by_its_name() {
        size = 1;
        Exchange message = message("x");
        message.setProperty("odd", new Object());
        NotJson refused =
                assertThrows(NotJson.class, () -> folding(Optional.empty(), NOW).add(message));
        assertTrue(
                refused.getMessage().contains("exchange property 'odd' holds a java.lang.Object"),
                refused.getMessage());
    }

    @Test
    void a_timeout_begins_anew_with_each_message_and_an_interval_beats_with_the_clock() {
        due = new Completion.Due(Duration.ofSeconds(10), Optional.empty(), Duration.ZERO);
        Optional<Group> one = add(Optional.empty(), "x");
        assertEquals(Optional.of(NOW.plusSeconds(10)), one.orElseThrow().dueAt());
        Folding later = folding(one, NOW.plusSeconds(9));
        later.add(message("y"));
        assertEquals(
                Optional.of(NOW.plusSeconds(19)), later.left().orElseThrow().dueAt());
        due = new Completion.Due(Duration.ZERO, Optional.empty(), Duration.ofMinutes(1));
        assertEquals(
                Optional.of(Instant.parse("2026-12-01T10:01:00Z")),
                add(Optional.empty(), "x").orElseThrow().dueAt());
    }

    @Test
    void a_group_whose_time_has_come_is_completed_before_anything_is_added() {
        due = new Completion.Due(Duration.ofSeconds(10), Optional.empty(), Duration.ZERO);
        Optional<Group> one = add(Optional.empty(), "x");
        assertFalse(folding(one, NOW.plusMillis(9_999)).hasChanged());
        Folding late = folding(one, NOW.plusSeconds(10));
        late.add(message("y"));
        assertEquals(
                List.of("timeout"),
                late.completed().stream().map(CompletedGroup::by).toList());
        assertEquals(List.of("x"), read(late.completed().get(0)).getMessage().getBody());
        assertEquals(1, late.left().orElseThrow().size());
        drops = true;
        Folding dropped = folding(one, NOW.plusSeconds(10));
        assertTrue(dropped.hasChanged());
        assertEquals(List.of(), dropped.completed());
        assertEquals(Optional.empty(), dropped.left());
    }
}
