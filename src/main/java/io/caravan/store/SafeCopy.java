package io.caravan.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A copy of the embedded database and of the files beside it, made while Caravan writes them: each is of one moment, Caravan's own
 * the earliest, so that what stands beside it never lacks what Caravan knows to be done.
 */
public final class SafeCopy {
    private static final String UNFINISHED = ".part";

    private static final String COPY = """
            VACUUM INTO ?
            """;

    private SafeCopy() {}

    /** Copies every database file of the folder into the other one, which must be empty or missing; the answer is what was made. */
    public static List<Path> of(Path folder, Path target) throws IOException, SQLException {
        DataSource own = EmbeddedDatabase.beside(folder);
        Files.createDirectories(target);
        var made = new ArrayList<Path>();
        made.add(copy(own, target.resolve(EmbeddedDatabase.FILE)));
        for (Path further : beside(folder)) {
            made.add(copy(EmbeddedDatabase.reading(further), target.resolve(further.getFileName())));
        }
        return made;
    }

    private static List<Path> beside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .filter(file -> !file.endsWith(EmbeddedDatabase.FILE))
                    .sorted()
                    .toList();
        }
    }

    /** A copy has its name only once it is whole and on the disk: SQLite itself does not wait for that. */
    private static Path copy(DataSource source, Path copy) throws IOException, SQLException {
        Path unfinished = copy.resolveSibling(copy.getFileName() + UNFINISHED);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(COPY)) {
            statement.setString(1, unfinished.toString());
            statement.execute();
        }
        force(unfinished, StandardOpenOption.WRITE);
        Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        force(copy.toAbsolutePath().getParent(), StandardOpenOption.READ);
        return copy;
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
