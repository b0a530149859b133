package com.vantage.shipping.api.filter;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection if the headers of a request are not complete in time, even if bytes keep trickling in (the server's own
 * timeouts detect idle connections only). The time starts with the connection, later with the first byte of each request.
 */
final class HeaderTimeout extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<HeaderTimeout> KEY = AttributeKey.valueOf(HeaderTimeout.class, "deadline");

    private final Duration patience;
    private @Nullable Future<?> deadline;
    private boolean isServing;

    HeaderTimeout(Duration patience) {
        this.patience = patience;
    }

    /** The deadline of a connection; empty where {@link HeaderTimeoutInitializer} is not loaded, as in in-process tests. */
    static Optional<HeaderTimeout> of(Channel connection) {
        return Optional.ofNullable(connection.attr(KEY).get());
    }

    /** Stops the deadline: all headers of a request have arrived. */
    void keep() {
        isServing = true;
        stop();
    }

    /** Arms the deadline for the next request: the current one is complete and answered. */
    void awaitNext() {
        isServing = false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        begin(context);
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (!isServing && deadline == null) {
            begin(context);
        }
        super.channelRead(context, bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stop();
        super.channelInactive(context);
    }

    private void begin(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        patience.toMillis(),
                        MILLISECONDS);
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
