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

    private final Duration timeout;
    private @Nullable Future<?> timer;
    private boolean isServing;

    HeaderTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /** The deadline of a connection; empty where {@link HeaderTimeoutInitializer} is not loaded, as in in-process tests. */
    static Optional<HeaderTimeout> of(Channel connection) {
        return Optional.ofNullable(connection.attr(KEY).get());
    }

    /** Stops the deadline: all headers of a request have arrived. */
    void suspend() {
        isServing = true;
        cancelTimer();
    }

    /** Arms the deadline for the next request: the current one is complete and answered. */
    void resume() {
        isServing = false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        startTimer(context);
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (!isServing && timer == null) {
            startTimer(context);
        }
        super.channelRead(context, bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        cancelTimer();
        super.channelInactive(context);
    }

    private void startTimer(ChannelHandlerContext context) {
        timer = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        timeout.toMillis(),
                        MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
