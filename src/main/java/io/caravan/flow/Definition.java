package io.caravan.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A named graph of actions. Its version is a hash of its shape: the same routes give the same version, in any order. */
public final class Definition {
    private final String name;
    private final SortedMap<String, Action> actions;
    private final Map<String, List<Action>> dependents;
    private final SortedSet<String> cancelOn;
    private final String version;

    public Definition(String name, Collection<Action> actions) {
        this(name, actions, Set.of());
    }

    /** @param cancelOn types of events that end a running flow with their key */
    public Definition(String name, Collection<Action> actions, Set<String> cancelOn) {
        this.name = name;
        this.cancelOn = Collections.unmodifiableSortedSet(new TreeSet<>(cancelOn));
        var byName = new TreeMap<String, Action>();
        actions.forEach(action -> byName.put(action.name(), action));
        this.actions = Collections.unmodifiableSortedMap(byName);
        this.dependents = dependents(byName);
        this.version = hash(name, byName, this.cancelOn);
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    /** The actions by name, in the order of their names. */
    public SortedMap<String, Action> actions() {
        return actions;
    }

    /** The types of events that end a running flow with their key. */
    public SortedSet<String> cancelOn() {
        return cancelOn;
    }

    /** The actions that need the given one. */
    public List<Action> dependents(String action) {
        return dependents.getOrDefault(action, List.of());
    }

    /** All but the compensations: what a flow does while nobody cancels it. */
    List<Action> forward() {
        return actions.values().stream()
                .filter(action -> !action.isCompensation())
                .toList();
    }

    /** The actions that undo others: what was done last is undone first. */
    List<Action> compensations() {
        var compensations = new ArrayList<Action>();
        var placed = new LinkedHashSet<String>();
        actions.keySet().forEach(action -> place(action, placed));
        for (String undone : placed) {
            actions.values().stream()
                    .filter(action -> action.provisions().compensates().equals(undone))
                    .forEach(compensations::add);
        }
        Collections.reverse(compensations);
        return List.copyOf(compensations);
    }

    /** Behind all that it needs. */
    private void place(String action, Set<String> placed) {
        if (!placed.contains(action)) {
            actions.get(action).needs().forEach(need -> place(need.action(), placed));
            placed.add(action);
        }
    }

    /** A dead action is tolerated when it has dependents and every one of them can do without it. */
    boolean tolerates(String action) {
        var dependents = dependents(action);
        return !dependents.isEmpty()
                && dependents.stream()
                        .flatMap(dependent -> dependent.needs().stream())
                        .filter(need -> need.action().equals(action))
                        .allMatch(Need::optional);
    }

    private static Map<String, List<Action>> dependents(SortedMap<String, Action> actions) {
        var dependents = new LinkedHashMap<String, List<Action>>();
        for (Action action : actions.values()) {
            for (Need need : action.needs()) {
                dependents
                        .computeIfAbsent(need.action(), any -> new ArrayList<>())
                        .add(action);
            }
        }
        return dependents;
    }

    private static String hash(String name, SortedMap<String, Action> actions, Set<String> cancelOn) {
        var shape = new StringBuilder(name);
        if (!cancelOn.isEmpty()) {
            shape.append(" cancelled on ").append(cancelOn);
        }
        for (Action action : actions.values()) {
            shape.append('\n').append(action.name()).append(" needs ");
            action.needs().stream().map(Need::toString).sorted().forEach(need -> shape.append(need)
                    .append(','));
            shape.append(" policy ").append(action.policy());
            if (!action.conditions().isEmpty()) {
                shape.append(' ').append(action.conditions());
            }
            action.awaits().ifPresent(await -> shape.append(' ').append(await));
            if (!action.provisions().isEmpty()) {
                shape.append(' ').append(action.provisions());
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(shape.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Definitions of one name and version are the same, wherever they were read. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Definition that && name.equals(that.name) && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
