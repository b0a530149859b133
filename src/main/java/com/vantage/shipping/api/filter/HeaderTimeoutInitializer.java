package com.vantage.shipping.api.filter;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Adds a {@link HeaderTimeout} to every accepted connection. Netty loads it as a service if {@link #readConfig} was called. */
public final class HeaderTimeoutInitializer extends ChannelInitializerExtension {
    private final Duration timeout = ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(TransportConfig.class)
            .headerTimeout();

    /** Enables loading by Netty; must be called before the first server starts. */
    public static void readConfig() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new HeaderTimeout(timeout));
    }
}
