package com.vantage.shipping.transport;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives every connection that we accept its {@link HeaderDeadline}. Netty loads it as a service, once told to. */
public final class EveryConnection extends ChannelInitializerExtension {
    private final Duration patience = ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(TransportConfig.class)
            .headerPatience();

    /** Before the first server is started. */
    public static void hook() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new HeaderDeadline(patience));
    }
}
