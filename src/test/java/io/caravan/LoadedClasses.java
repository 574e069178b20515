package io.caravan;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** A Caravan that says at its end whether any class was loaded whose name begins with the word that it is given. */
public final class LoadedClasses {
    private LoadedClasses() {}

    public static void main(String[] words) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("loaded: " + isLoaded(words[0]))));
        Caravan.start(Caravan.settings());
    }

    private static boolean isLoaded(String word) {
        try {
            Object all = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassHierarchy",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(all).contains(word);
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
