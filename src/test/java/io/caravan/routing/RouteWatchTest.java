package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteWatchTest {
    @TempDir
    Path folder;

    private Path file;
    private RouteWatch watch;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("a.yaml"), "- one");
        var routes = new RouteFolder(folder);
        watch = new RouteWatch(routes, routes.read());
    }

    private Optional<String> look() {
        return watch.look().map(found -> found.text(file));
    }

    @Test
    void what_is_as_it_was_is_not_told() {
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(look(), look()));
    }

    @Test
    void a_change_is_told_once_when_two_looks_agree() throws IOException {
        Files.writeString(file, "- two");
        assertEquals(Optional.empty(), look());
        assertEquals(Optional.of("- two"), look());
        assertEquals(Optional.empty(), look());
    }

    @Test
    void a_half_written_file_is_not_told() throws IOException {
        Files.writeString(file, "- t");
        look();
        Files.writeString(file, "- two");
        assertEquals(Optional.empty(), look());
        assertEquals(Optional.of("- two"), look());
    }

    @Test
    void an_emptied_file_is_waited_for() throws IOException {
        Files.writeString(file, "");
        for (int i = 0; i < 7; i++) {
            assertEquals(Optional.empty(), look());
        }
        Files.writeString(file, "- two");
        look();
        assertEquals(Optional.of("- two"), look());
        Files.writeString(file, "");
        for (int i = 0; i < 7; i++) {
            assertEquals(Optional.empty(), look());
        }
        assertEquals(Optional.of(""), look());
    }

    @Test
    void a_change_that_is_taken_back_before_it_was_told_is_none() throws IOException {
        Files.writeString(file, "- two");
        look();
        Files.writeString(file, "- one");
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(look(), look()));
    }

    @Test
    void a_renamed_file_and_a_deleted_one_are_told() throws IOException {
        Path other = folder.resolve("b.yaml");
        Files.move(file, other);
        look();
        assertEquals(List.of(other), watch.look().orElseThrow().all());
        Files.delete(other);
        look();
        assertTrue(watch.look().orElseThrow().all().isEmpty());
    }

    @Test
    void while_the_folder_is_away_nothing_is_told() throws IOException {
        Files.delete(file);
        Files.delete(folder);
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(watch.look(), watch.look()));
        Files.createDirectory(folder);
        Files.writeString(file, "- one");
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(look(), look()));
    }

    @Test
    void a_link_that_leads_nowhere_is_waited_for() throws IOException {
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data/b.yaml"));
        Files.writeString(file, "- two");
        assertEquals(List.of(Optional.empty(), Optional.empty()), List.of(look(), look()));
        Files.createDirectory(folder.resolve("..data"));
        Files.writeString(folder.resolve("..data/b.yaml"), "- b");
        look();
        assertEquals(2, watch.look().orElseThrow().all().size());
    }

    @Test
    void two_folders_with_the_same_content_have_the_same_name() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path third = Files.createDirectory(folder.resolve("third"));
        Files.writeString(other.resolve("x.yaml"), "- x");
        Files.writeString(third.resolve("x.yaml"), "- x");
        assertEquals(
                new RouteFolder(other).read().hash(),
                new RouteFolder(third).read().hash());
    }
}
