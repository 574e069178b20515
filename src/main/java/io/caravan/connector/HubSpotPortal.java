package io.caravan.connector;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A HubSpot account as the command line speaks to it: one call after the other, outside of any route. */
public final class HubSpotPortal {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI url;
    private final String token;
    private final HubSpotPaths paths;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    public HubSpotPortal(URI url, String token, String version) {
        this.url = url;
        this.token = token;
        this.paths = new HubSpotPaths(version);
    }

    /** Whether the API's paths are known for this version. */
    public static boolean isVersion(String version) {
        return HubSpotPaths.isVersion(version);
    }

    HubSpotPaths paths() {
        return paths;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** The meaning of an answer of this portal, whose time zone nobody has asked for. */
    static Verdict verdict(Answer answer) {
        return HubSpotAnswers.verdict(answer, Optional.empty());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/+$", "") + "/" + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue(OnlyRetryAfter.RETRY_AFTER).orElse(""),
                    response.body());
        } catch (ConnectException away) {
            throw new SetupStopped(SetupStopped.Reason.UNREACHABLE, "HubSpot does not answer at " + url + ".");
        } catch (IOException broken) {
            throw new SetupStopped(
                    SetupStopped.Reason.UNREACHABLE, "the connection to " + url + " broke; run this again.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SetupStopped(SetupStopped.Reason.UNREACHABLE, "interrupted before HubSpot answered.");
        }
    }
}
