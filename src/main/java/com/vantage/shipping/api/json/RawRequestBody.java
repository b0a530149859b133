package com.vantage.shipping.api.json;

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
 * Holds the bytes of the current request's body, for operations annotated with {@link KeepRawBody}. Request-scoped rather than in
 * the Vert.x context, because a body that arrives in several chunks is read in another context.
 */
@RequestScoped
public class RawRequestBody {
    private byte @Nullable [] bytes;

    /** Marks operations that need the bytes of the body as well as the deserialized object. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    public @interface KeepRawBody {}

    public byte[] bytes() {
        return requireNonNull(bytes, "the body of this operation is not kept");
    }

    @Provider
    @ConstrainedTo(RuntimeType.SERVER)
    @KeepRawBody
    @Singleton
    static final class Reader implements ReaderInterceptor {
        private final RawRequestBody rawBody;

        Reader(RawRequestBody rawBody) {
            this.rawBody = rawBody;
        }

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            byte[] body = context.getInputStream().readAllBytes();
            rawBody.keep(body);
            context.setInputStream(new ByteArrayInputStream(body));
            return context.proceed();
        }
    }

    void keep(byte[] body) {
        bytes = body.clone();
    }
}
