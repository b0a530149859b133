package com.vantage.shipping.carrier;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A carrier's REST client with scripted replies, which are parsed as the real client parses them. It is a dynamic
 * proxy, since tests that start the service would take an implementing class for a resource of the service.
 */
public final class ScriptedApi {
    private ScriptedApi() {}

    /** @param replies the reply to each method, by its name */
    public static <T> T of(Class<T> api, ObjectMapper mapper, Function<String, String> replies) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), new Class<?>[] {api}, (proxy, method, arguments) -> Uni.createFrom()
                        .item(() -> read(mapper, method, replies.apply(method.getName())))));
    }

    private static Object read(ObjectMapper mapper, Method method, String text) {
        ParameterizedType promised = (ParameterizedType) method.getGenericReturnType();
        Class<?> wanted = (Class<?>) promised.getActualTypeArguments()[0];
        try {
            return wanted == String.class ? text : mapper.readValue(text, wanted);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
