package io.caravan.component;

import io.caravan.store.ConfigurationRefused;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.deposit.Deposits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;

/** Keeps bodies at an endpoint of Camel, each under its claim's id. */
public final class Warehouse implements Deposits.Elsewhere {
    /** Where bodies are brought. */
    public static final String URI = "caravan.claim.uri";

    /** Where they are asked for, if not read from the folder that they were brought to. */
    public static final String READ_URI = "caravan.claim.read.uri";

    private static final String[] NAMES = {
        Exchange.FILE_NAME,
        "CamelAwsS3Key",
        "CamelAzureStorageBlobBlobName",
        "CamelGoogleCloudStorageObjectName",
        "CamelMinioObjectName"
    };

    private final CamelContext context;
    private final String uri;
    private final String readUri;

    private Warehouse(CamelContext context, String uri, String readUri) {
        this.context = context;
        this.uri = uri;
        this.readUri = readUri;
    }

    static Optional<Deposits.Elsewhere> of(CamelContext context) {
        String uri = property(context, URI);
        return uri.isEmpty() ? Optional.empty() : Optional.of(new Warehouse(context, uri, property(context, READ_URI)));
    }

    /** Refuses a place that bodies could not be had back from. */
    public static void check(CamelContext context) {
        String uri = property(context, URI);
        if (!uri.isEmpty()
                && property(context, READ_URI).isEmpty()
                && !(context.getEndpoint(uri) instanceof FileEndpoint)) {
            throw new ConfigurationRefused(URI + " is no file: endpoint, so " + READ_URI
                    + " must say where bodies are asked for, e.g. aws2-s3:bucket?operation=getObject.");
        }
    }

    private static String property(CamelContext context, String name) {
        return context.resolvePropertyPlaceholders("{{" + name + ":}}").strip();
    }

    @Override
    public void bring(String id, byte[] bytes) {
        try (var template = context.createProducerTemplate()) {
            template.sendBodyAndHeaders(uri, bytes, named(id));
        } catch (CamelExecutionException failed) {
            throw new ClaimNotKept(failed.getCause());
        } catch (IOException unclosed) {
            throw new ClaimNotKept(unclosed);
        }
    }

    @Override
    public byte[] fetch(String id) {
        if (readUri.isEmpty() && context.getEndpoint(uri) instanceof FileEndpoint folder) {
            return file(folder.getFile().toPath().resolve(id), id);
        }
        try (var template = context.createProducerTemplate()) {
            byte[] bytes = template.requestBodyAndHeaders(readUri, null, named(id), byte[].class);
            if (bytes == null) {
                throw new ClaimMissing(id);
            }
            return bytes;
        } catch (CamelExecutionException | IOException failed) {
            throw new ClaimMissing(id, failed);
        }
    }

    private static byte[] file(Path path, String id) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException gone) {
            throw new ClaimMissing(id);
        } catch (IOException unreadable) {
            throw new ClaimMissing(id, unreadable);
        }
    }

    private static Map<String, Object> named(String id) {
        var headers = new HashMap<String, Object>();
        for (String name : NAMES) {
            headers.put(name, id);
        }
        return headers;
    }
}
