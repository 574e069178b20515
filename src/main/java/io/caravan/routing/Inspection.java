package io.caravan.routing;

import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Every check that a set of route files must pass before it comes into force; the running routes are not touched. */
public final class Inspection {
    private final Policies policies;
    private final YamlSchema schema = new YamlSchema();
    private final KameletUses kamelets;
    private final Rehearsal rehearsal;

    /** @param shippedKamelets the folder of the kamelets that come with Caravan */
    public Inspection(Policies policies, Path shippedKamelets, Rehearsal.Stage stage) {
        this.policies = policies;
        this.kamelets = new KameletUses(shippedKamelets);
        this.rehearsal = new Rehearsal(stage);
    }

    /** Inspects the files of a folder. */
    public List<Refusal> of(Path folder) throws IOException {
        return of(RouteSet.of(new RouteFolder(folder).read()));
    }

    /** Lets the routes of a folder stand, with third parties played, if nothing is to be refused. */
    public OpenRehearsal open(Path folder, ThirdParties outside) throws IOException {
        RouteSet set = RouteSet.of(new RouteFolder(folder).read());
        List<Refusal> refusals = read(set);
        return refusals.isEmpty() ? rehearsal.open(set, outside) : OpenRehearsal.refused(ordered(refusals));
    }

    /** The reasons to refuse the files, in the order of their places; none = they can come into force. */
    List<Refusal> of(RouteSet set) {
        List<Refusal> refusals = read(set);
        return ordered(refusals.isEmpty() ? rehearsal.of(set) : refusals);
    }

    private List<Refusal> read(RouteSet set) {
        List<Refusal> refusals = set.scan().refusals(policies);
        if (refusals.isEmpty()) {
            refusals = schema.check(set);
        }
        return refusals.isEmpty() ? kamelets.check(set) : refusals;
    }

    private static List<Refusal> ordered(List<Refusal> refusals) {
        return refusals.stream()
                .distinct()
                .sorted(Comparator.comparing(Refusal::place))
                .toList();
    }
}
