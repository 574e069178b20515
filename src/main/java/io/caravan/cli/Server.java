package io.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running Caravan that a word speaks to, and who speaks. */
final class Server {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final String VARIABLE = "CARAVAN_TOKEN";

    private final House house;
    private final Terminal terminal;
    private @Nullable HttpClient client;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Caravan answers. Default: http://127.0.0.1:8080, from camel.server.host and port.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the API token. Default: the environment variable " + VARIABLE
                    + ". A token itself is never given on the command line, where others can read it.")
    private @Nullable Path tokenFile;

    Server(House house, Terminal terminal) {
        this.house = house;
        this.terminal = terminal;
    }

    JsonNode get(String path) {
        return answer(request(path).GET());
    }

    JsonNode post(String path, JsonNode body) {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(address().resolve(address().getPath() + path))
                .timeout(ANSWER)
                .header("Accept", "application/json");
        token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private URI address() {
        String written = (url == null ? house.access().address().get() : url).replaceFirst("/+$", "");
        try {
            URI address = new URI(written);
            if (written.matches("https?://.*") && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException notAnAddress) {
            // told below like an address without a host
        }
        throw new NotDone(Exit.USAGE, "--url must be an address like http://127.0.0.1:8080, without a user in it.");
    }

    private Optional<String> token() {
        String token = tokenFile == null
                ? terminal.environment().getOrDefault(VARIABLE, "").strip()
                : read(tokenFile);
        if (!token.matches("[\\x21-\\x7e]*")) {
            throw new NotDone(
                    Exit.DATA,
                    (tokenFile == null ? VARIABLE : tokenFile.toString()) + " does not hold one token on one line.");
        }
        return Optional.of(token).filter(any -> !any.isEmpty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new NotDone(Exit.MISSING, "the token file " + file + " cannot be read; name one that can.");
        }
    }

    private JsonNode answer(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request.build());
        JsonNode body = json(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        throw new NotDone(Exit.of(response.statusCode()), sentence(response.statusCode(), body));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client().send(request, BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException away) {
            throw unreachable();
        } catch (HttpTimeoutException late) {
            throw new NotDone(
                    Exit.UNREACHABLE,
                    "Caravan at " + address() + " has not answered within " + ANSWER.toSeconds()
                            + " s; whether it has done it is not known.");
        } catch (IOException away) {
            throw unreachable();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotDone(Exit.UNREACHABLE, "interrupted before Caravan answered.");
        }
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    private NotDone unreachable() {
        return new NotDone(
                Exit.UNREACHABLE, "no Caravan answers at " + address() + "; start it, or say with --url where it is.");
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            JsonNode body = new ObjectMapper().readTree(response.body());
            if (body.isContainerNode()) {
                return body;
            }
        } catch (JsonProcessingException notJson) {
            // told below like an answer of another kind
        }
        throw new NotDone(
                Exit.STRANGER,
                "what answers at " + address() + " is no Caravan: its answer " + response.statusCode()
                        + " is not JSON.");
    }

    /** A problem as a sentence; where there is no detail, what the status means. */
    private static String sentence(int status, JsonNode problem) {
        String told = problem.path("detail").asText(problem.path("title").asText(""));
        String reason = told.isEmpty() ? "Caravan answered " + status + "." : told.replaceAll("\\p{Cntrl}+", " ");
        return switch (status) {
            case 401 -> reason + " Give a token by " + VARIABLE + " or --token-file.";
            case 403 -> reason + " Use a token whose role allows it.";
            default -> reason;
        };
    }
}
