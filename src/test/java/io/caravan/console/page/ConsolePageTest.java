package io.caravan.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.RunningCaravan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the console's files are served. */
@Tag("sqlite")
class ConsolePageTest {
    private static final int MOST_BYTES = 300_000;
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");

    private static RunningCaravan caravan;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        caravan = RunningCaravan.start(folder, "");
    }

    @AfterAll
    static void close() {
        caravan.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void all_of_it_is_small() throws IOException {
        int size = PageFiles.read().size();
        assertTrue(size < MOST_BYTES, size + " bytes");
    }

    @Test
    void the_page_is_asked_for_again_each_time_and_its_files_are_kept_for_ever() {
        HttpResponse<String> page = caravan.get("/");
        assertEquals(200, page.statusCode());
        assertEquals("no-cache", header(page, "Cache-Control"));
        assertTrue(header(page, "Content-Type").startsWith("text/html"));
        HttpResponse<String> same = caravan.send(
                caravan.to("/").header("If-None-Match", header(page, "ETag")).build());
        assertEquals(304, same.statusCode());
        HttpResponse<String> file =
                caravan.get("/" + links(page.body()).iterator().next());
        assertTrue(header(file, "Cache-Control").contains("immutable"));
        assertEquals(404, caravan.get("/console/0123456789abcdef/app.js").statusCode());
        assertEquals(405, caravan.post("/", "{}").statusCode());
    }

    @Test
    void everything_that_is_imported_is_there_with_its_type_under_the_policy() {
        var seen = new TreeSet<URI>();
        var open = new ArrayDeque<URI>();
        links(caravan.get("/").body()).forEach(link -> open.add(URI.create("/" + link)));
        while (!open.isEmpty()) {
            URI file = open.pop();
            if (seen.add(file)) {
                HttpResponse<String> response = caravan.get(file.getPath());
                assertEquals(200, response.statusCode(), file.toString());
                assertIsGuarded(file.getPath(), response);
                Matcher imports = IMPORT.matcher(file.getPath().endsWith(".js") ? response.body() : "");
                while (imports.find()) {
                    open.add(file.resolve(imports.group(1)));
                }
            }
        }
        assertTrue(seen.stream().anyMatch(file -> file.getPath().endsWith("/dag.js")), seen.toString());
    }

    private static void assertIsGuarded(String file, HttpResponse<String> response) {
        String type = file.endsWith(".js") ? "text/javascript" : file.endsWith(".css") ? "text/css" : "image/svg+xml";
        assertTrue(header(response, "Content-Type").startsWith(type), file);
        assertEquals("nosniff", header(response, "X-Content-Type-Options"), file);
        assertEquals("no-referrer", header(response, "Referrer-Policy"), file);
        String policy = header(response, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
    }

    private static Set<String> links(String page) {
        var links = new TreeSet<String>();
        LINK.matcher(page).results().forEach(found -> links.add(found.group(1)));
        return links;
    }

    @Test
    void whoever_takes_gzip_gets_the_same_in_fewer_bytes() throws Exception {
        String plain = caravan.get("/").body();
        HttpResponse<byte[]> compressed = HttpClient.newHttpClient()
                .send(caravan.to("/").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertEquals("gzip", header(compressed, "Content-Encoding"));
        assertTrue(compressed.body().length < plain.length());
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertEquals(plain, new String(unzipped.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
