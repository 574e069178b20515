package io.caravan.cli;

import io.caravan.flow.Policies;
import io.caravan.flow.Refusal;
import io.caravan.simulation.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * What the words ask of the program that they belong to.
 *
 * @param start starts Caravan
 * @param hubSpot prepares the HubSpot portal of the configuration for records of these kinds, telling what it finds; answers
 *     with the exit code
 */
public record House(
        Runnable start,
        Stored stored,
        Routes routes,
        Access access,
        ToIntBiFunction<List<String>, Consumer<String>> hubSpot) {
    /**
     * How route files are judged.
     *
     * @param policies those of the configuration
     * @param inspection the reasons why the files of a folder could not come into force
     * @param simulator plays flows of a folder's routes; without one, of the folder of the configuration
     */
    public record Routes(
            Supplier<Policies> policies,
            Function<Path, List<Refusal>> inspection,
            Function<Optional<Path>, Simulator> simulator) {}

    /**
     * What is done with the database of the configuration; each answers with the exit code.
     *
     * @param verify compares the tables with the journal; it tells what it finds, and how many flows are done
     * @param backup copies it into a folder
     */
    public record Stored(ToIntBiFunction<Consumer<String>, LongConsumer> verify, ToIntFunction<Path> backup) {}

    /**
     * How one gets to a Caravan.
     *
     * @param address where the configuration says that it answers
     * @param token makes a token of a role, for a name, and prints it
     */
    public record Access(Supplier<String> address, BiConsumer<String, String> token) {}
}
