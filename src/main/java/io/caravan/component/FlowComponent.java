package io.caravan.component;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code flow:NAME} and {@code flow:NAME/ACTION}. */
@Component("flow")
public final class FlowComponent extends DefaultComponent {
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        DeadLetters.watch(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var options = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> options.put(name, String.valueOf(value)));
        parameters.remove("redeliveryPolicy");
        var endpoint = new FlowEndpoint(uri, this, remaining, options);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
