package com.vantage.shipping.access;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request under way as it was received, for operations that are {@link Kept}. In the request's scope, not in
 * its Vert.x context: a body that comes in several pieces is read in another one.
 */
@RequestScoped
public class ReceivedBody {
    private byte @Nullable [] bytes;

    /** Marks an operation that needs the bytes of its body beside the object that they are read into. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Kept {}

    public byte[] bytes() {
        return requireNonNull(bytes, "the body of this operation is not kept");
    }

    @Provider
    @ConstrainedTo(RuntimeType.SERVER)
    @Kept
    @Singleton
    static final class Reader implements ReaderInterceptor {
        private final ReceivedBody received;

        Reader(ReceivedBody received) {
            this.received = received;
        }

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
            byte[] body = reading.getInputStream().readAllBytes();
            received.keep(body);
            reading.setInputStream(new ByteArrayInputStream(body));
            return reading.proceed();
        }
    }

    void keep(byte[] body) {
        bytes = body.clone();
    }
}
