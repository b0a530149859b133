package com.vantage.shipping.api.filter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeaderTimeoutTest {
    private final EmbeddedChannel connection = new EmbeddedChannel(new HeaderTimeout(Duration.ofSeconds(10)));
    private final HeaderTimeout timeout = HeaderTimeout.of(connection).orElseThrow();

    @Test
    void silentConnectionIsClosed() {
        pass(11);

        assertThat(connection.isActive()).isFalse();
    }

    @Test
    void tricklingHeadersDoNotExtendDeadline() {
        for (int i = 0; i < 11 && connection.isActive(); i++) {
            receive();
            pass(1);
        }

        assertThat(connection.isActive()).isFalse();
    }

    @Test
    void requestInProgressIsNotClosed() {
        receive();
        timeout.suspend();
        receive();
        pass(60);

        assertThat(connection.isActive()).isTrue();
    }

    @Test
    void idleConnectionHasNoHeaderDeadline() {
        receive();
        timeout.suspend();
        timeout.resume();
        pass(60);

        assertThat(connection.isActive()).isTrue();
    }

    @Test
    void nextRequestHasDeadlineFromFirstByte() {
        receive();
        timeout.suspend();
        timeout.resume();
        pass(60);

        receive();
        pass(9);
        assertThat(connection.isActive()).isTrue();
        receive();
        pass(2);

        assertThat(connection.isActive()).isFalse();
    }

    private void receive() {
        connection.writeInbound(Unpooled.copiedBuffer(new byte[] {'x'}));
        connection.releaseInbound();
    }

    private void pass(int seconds) {
        connection.advanceTimeBy(seconds, SECONDS);
        connection.runScheduledPendingTasks();
    }
}
