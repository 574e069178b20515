package io.caravan.console.access;

import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;

/** Who asks: the name that stands in facts, and what they may do. */
public record Caller(String name, Set<Role> roles) {
    /** Whoever reaches a Caravan that asks nobody who they are. */
    public static final Caller LOCAL = new Caller("local", EnumSet.allOf(Role.class));

    private static final String KEY = "caravan.caller";
    private static final int LONGEST = 200;

    /** A name goes into facts and logs: nothing of it breaks a line, and it has an end. */
    public Caller {
        String printable = name.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
        name = printable.length() > LONGEST ? printable.substring(0, LONGEST) : printable;
        roles = Set.copyOf(roles);
    }

    /** Who asks this; where no gate stands it is {@link #LOCAL}. */
    public static Caller of(RoutingContext context) {
        Caller known = context.get(KEY);
        return known == null ? LOCAL : known;
    }

    void enters(RoutingContext context) {
        context.put(KEY, this);
    }

    boolean may(Role asked) {
        return roles.stream().anyMatch(role -> role.includes(asked));
    }
}
