package io.caravan.watch.jmx;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The MBeans of one Caravan: {@code io.caravan:context=NAME,type=TYPE}. */
public final class Beans implements AutoCloseable {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String context;
    private final List<ObjectName> names = new ArrayList<>();

    /** @param context the name of the Camel context, as JMX has it */
    public Beans(String context) {
        this.context = context;
    }

    public void add(String type, Object bean) {
        try {
            var name = new ObjectName("io.caravan:context=" + context + ",type=" + type);
            names.add(server.registerMBean(bean, name).getObjectName());
        } catch (JMException impossible) {
            throw new IllegalStateException("the MBean " + type + " cannot be registered", impossible);
        }
    }

    @Override
    public void close() {
        for (ObjectName name : names) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException gone) {
                // somebody else has taken it away
            } catch (JMException impossible) {
                throw new IllegalStateException(name + " cannot be taken away", impossible);
            }
        }
        names.clear();
    }
}
