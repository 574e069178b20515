package io.caravan.routing;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Takes the place of a component that would reach outside the process: nothing comes from it, what goes to it is played. */
final class Unplugged extends DefaultComponent {
    private final ThirdParties outside;

    Unplugged(ThirdParties outside) {
        this.outside = outside;
        // Camel would look for the options of the component in whose place it stands
        setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        var options = Map.copyOf(parameters);
        parameters.clear();
        return new Socket(uri, this, options);
    }

    private static final class Socket extends DefaultEndpoint {
        private final Map<String, Object> options;
        private final ThirdParties outside;

        Socket(String uri, Unplugged component, Map<String, Object> options) {
            super(uri, component);
            this.options = options;
            this.outside = component.outside;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    String uri = getEndpointUri().replaceFirst("\\?.*", "");
                    outside.answer(new ThirdParties.Sent(uri, options, exchange));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }
    }
}
