package com.vantage.shipping.carrier.usps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded Web Tools replies. */
final class RecordedXml {
    private RecordedXml() {}

    static String text(String file) {
        String path = "/carrier/usps-webtools/" + file;
        try (InputStream in = Objects.requireNonNull(RecordedXml.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
