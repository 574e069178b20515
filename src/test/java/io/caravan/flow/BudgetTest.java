package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    @ParameterizedTest
    @CsvSource({"1,1s", "1,10s", "2,1s", "80,10s", "300,1m", "190,10s", "1000,1s", "3,7s"})
    void whoever_asks_whenever_no_period_holds_more_than_the_count(int count, String period) {
        Budget budget = Budget.parse(count + "/" + period).orElseThrow();
        long micros = budget.period().toMillis() * 1_000;
        var random = new Random(7);
        var begun = new ArrayList<Long>();
        long paid = 0;
        long now = 1_700_000_000_000_000L;
        while (begun.size() < 20 * count + 20) {
            now += random.nextInt(5) == 0 ? micros * random.nextInt(3) : random.nextInt((int) (micros / count) + 1);
            int some = Math.min(budget.free(paid, now), 1 + random.nextInt(count + 3));
            paid = some == 0 ? paid : budget.pay(paid, now, some);
            for (int i = 0; i < some; i++) {
                begun.add(now);
            }
        }
        for (int i = count; i < begun.size(); i++) {
            assertTrue(begun.get(i) - begun.get(i - count) >= micros, "more than " + count + " in one period at " + i);
        }
    }

    @Test
    void who_asks_as_soon_as_there_is_one_uses_nearly_all_of_it() {
        Budget budget = Budget.parse("80/10s").orElseThrow();
        long now = 0;
        long paid = 0;
        int begun = 0;
        while (now < Duration.ofSeconds(100).toMillis() * 1_000) {
            int free = budget.free(paid, now);
            paid = free == 0 ? paid : budget.pay(paid, now, free);
            begun += free;
            now = Math.max(now + 1, budget.next(paid));
        }
        assertTrue(begun >= 760, begun + " of 800");
    }

    @Test
    void a_twentieth_may_come_at_once_and_then_one_after_the_other() {
        Budget budget = Budget.parse("40/10s").orElseThrow();
        assertEquals(2, budget.free(0, 1_000_000));
        long paid = budget.pay(0, 1_000_000, 2);
        assertEquals(0, budget.free(paid, 1_000_000));
        long next = budget.next(paid);
        assertEquals(0, budget.free(paid, next - 1));
        assertEquals(1, budget.free(paid, next));
    }

    @Test
    void what_is_no_budget_is_not_read() {
        for (String text : List.of("", "80", "80/", "/10s", "0/1s", "80/10", "80/0s", "-1/1s", "many/1s")) {
            assertEquals(Optional.empty(), Budget.parse(text), text);
        }
        assertEquals(Optional.of(new Budget(200_000, Duration.ofDays(1))), Budget.parse(" 200000 / 1d "));
    }

    @Test
    void a_part_of_a_destination_uses_what_the_whole_has_too() {
        var one = Budget.parse("1/1s").orElseThrow();
        var many = Budget.parse("300/1m").orElseThrow();
        var budgets = new Budgets(
                java.util.Map.of(
                        "slack", new Budgets.Terms(List.of(many), List.of()),
                        "slack/chat.postMessage", new Budgets.Terms(List.of(many), List.of(one))),
                0.8);
        assertEquals(
                List.of(
                        new Budgets.Allowance("slack", "", many),
                        new Budgets.Allowance("slack/chat.postMessage", "", many),
                        new Budgets.Allowance("slack/chat.postMessage", "C1", one)),
                budgets.of("slack/chat.postMessage", "C1"));
        assertEquals(List.of(new Budgets.Allowance("slack", "", many)), budgets.of("slack/users.info", "C1"));
        assertEquals(List.of(), budgets.of("hubspot", ""));
        assertEquals(
                new Budget(152, Duration.ofSeconds(10)),
                budgets.announced(new Budget(80, Duration.ofSeconds(10)), 190));
    }
}
