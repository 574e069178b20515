package io.caravan.store;

/** The configuration cannot be used; the sentence names the property and what to do. Caravan exits with 78. */
public final class ConfigurationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationRefused(String sentence) {
        super(sentence);
    }

    public ConfigurationRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
