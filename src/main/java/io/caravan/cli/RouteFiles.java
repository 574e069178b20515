package io.caravan.cli;

import io.caravan.flow.Definition;
import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import io.caravan.routing.RouteFolder;
import io.caravan.routing.RouteScan;
import io.caravan.routing.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** The route files of a folder, read without a Caravan. */
final class RouteFiles {
    private final Snapshot files;
    private final Path folder;
    private final House house;

    RouteFiles(Path folder, House house) {
        if (!Files.isDirectory(folder)) {
            throw new NotDone(
                    Exit.MISSING,
                    Files.exists(folder)
                            ? folder + " is no folder; name the folder in which the route files are."
                            : "there is no folder " + folder + ".");
        }
        this.files = read(folder);
        this.folder = folder;
        this.house = house;
    }

    private static Snapshot read(Path folder) {
        try {
            return new RouteFolder(folder).read();
        } catch (IOException unreadable) {
            throw new NotDone(
                    Exit.UNREADABLE, "the folder " + folder + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    int count() {
        return files.routeFiles().size();
    }

    /** Every reason to refuse them, by all checks of a reload. */
    List<Refusal> refusals() {
        return house.routes().inspection().apply(folder);
    }

    /** The definitions that they amount to; a reason to refuse them is told instead. */
    SortedMap<String, Definition> definitions() {
        RouteScan scan = RouteScan.of(files);
        Policies policies = house.routes().policies().get();
        List<Refusal> refusals = scan.refusals(policies);
        if (!refusals.isEmpty()) {
            throw new NotDone(
                    Exit.NO, "the route files are refused, first for " + refusals.get(0) + " See caravan validate.");
        }
        return scan.definitions(policies);
    }
}
