package io.caravan.component;

import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Keeps the headers {@code Caravan*} in the house: no third party is sent them, and none can set them by its
 * answer. The place of an attempt in its trace passes every door.
 */
public final class PrivateHeaders implements HeaderFilterStrategy {
    private static final String OPTION = "headerFilterStrategy";

    private final HeaderFilterStrategy others;

    private PrivateHeaders(HeaderFilterStrategy others) {
        this.others = others;
    }

    /**
     * Guards every component that filters headers for its endpoints (spring-rabbitmq), and every endpoint that does so by itself; to
     * be called before routes are loaded.
     */
    public static void guard(CamelContext context) {
        context.getComponentNames().forEach(name -> guard(context.getComponent(name, false, false)));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onComponentAdd(String name, Component component) {
                guard(component);
            }
        });
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            guard(context, endpoint);
            return endpoint;
        });
    }

    private static void guard(Component component) {
        if (component instanceof HeaderFilterStrategyAware aware) {
            Optional.ofNullable(aware.getHeaderFilterStrategy())
                    .filter(strategy -> !(strategy instanceof PrivateHeaders))
                    .ifPresent(strategy -> aware.setHeaderFilterStrategy(new PrivateHeaders(strategy)));
        }
    }

    private static void guard(CamelContext context, Endpoint endpoint) {
        if (endpoint.getComponent() == null) {
            return;
        }
        PropertyConfigurer configurer = endpoint.getComponent().getEndpointPropertyConfigurer();
        if (configurer instanceof PropertyConfigurerGetter getter
                && getter.getOptionType(OPTION, true) != null
                && getter.getOptionValue(endpoint, OPTION, true) instanceof HeaderFilterStrategy strategy
                && !(strategy instanceof PrivateHeaders)) {
            configurer.configure(context, endpoint, OPTION, new PrivateHeaders(strategy), true);
        }
    }

    private static boolean isOurs(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("caravan");
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        if (OutgoingTraces.isOurs(name, value, exchange)) {
            return false;
        }
        return isOurs(name) || others.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return isOurs(name) || others.applyFilterToExternalHeaders(name, value, exchange);
    }
}
