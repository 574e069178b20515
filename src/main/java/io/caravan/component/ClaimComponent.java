package io.caravan.component;

import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** {@code claim:check-in} and {@code claim:check-out}. */
@Component("claim")
public final class ClaimComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ClaimOperation operation = Arrays.stream(ClaimOperation.values())
                .filter(each -> each.word().equals(remaining))
                .findFirst()
                .orElseThrow(() -> new ResolveEndpointFailedException(
                        uri, "claim:" + remaining + " does not exist; it is claim:check-in or claim:check-out"));
        var endpoint = new ClaimEndpoint(uri, this, operation);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }
}
