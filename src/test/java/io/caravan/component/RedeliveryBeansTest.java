package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.flow.Redelivery;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Camel's beans mean for durable redelivery. */
class RedeliveryBeansTest {
    private static final Redelivery INHERITED =
            new Redelivery(8, Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0.15);

    @ParameterizedTest
    @CsvSource({"-1, P36500D", "0, P36500D", "9223372036854775807, P36500D", "5000, PT5S", "60000, PT15M"})
    void a_longest_delay_that_is_none_to_camel_is_none_here(long millis, Duration longest) throws Exception {
        try (var context = new DefaultCamelContext()) {
            var bean = new RedeliveryPolicy();
            bean.setMaximumRedeliveryDelay(millis);
            context.getRegistry().bind("patient", bean);
            assertEquals(
                    longest,
                    RedeliveryBeans.find(context, "patient", INHERITED)
                            .orElseThrow()
                            .maximumDelay());
        }
    }
}
