package com.vantage.shipping.access;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The body of the request under way as it was received, for operations that are {@link Kept}. */
@Provider
@ReceivedBody.Kept
@Singleton
public final class ReceivedBody implements ReaderInterceptor {
    private static final String KEY = ReceivedBody.class.getName();

    /** Marks an operation that needs the bytes of its body beside the object that they are read into. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Kept {}

    public static byte[] current() {
        return context().getLocal(KEY);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        byte[] body = reading.getInputStream().readAllBytes();
        context().putLocal(KEY, body);
        reading.setInputStream(new ByteArrayInputStream(body));
        return reading.proceed();
    }

    private static Context context() {
        return requireNonNull(Vertx.currentContext(), "bodies are read while a request is served");
    }
}
