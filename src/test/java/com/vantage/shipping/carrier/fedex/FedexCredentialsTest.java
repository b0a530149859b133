package com.vantage.shipping.carrier.fedex;

import static org.assertj.core.api.Assertions.assertThat;

import com.vantage.shipping.carrier.PreparedCall;
import com.vantage.shipping.model.CancellationRequest;
import com.vantage.shipping.model.TrackingNumber;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which credentials are used for which operation: FedEx has separate projects for tracking. */
class FedexCredentialsTest {
    private static final TrackingNumber NUMBER = new TrackingNumber("794953555571");

    private final Map<String, String> bearers = new LinkedHashMap<>();
    private final FedexCarrier fedex = new FedexCarrier(api(), FedexAccount.OF_TWO_PROJECTS, Clock.systemUTC());

    @Test
    void searchUsesTrackingAndCancelUsesShippingCredentials() {
        call(fedex.find(Orders.of(1, "ORDER-981", LocalDate.now(Clock.systemUTC()))));
        call(fedex.track(List.of(NUMBER)));
        call(fedex.cancel(new CancellationRequest("794953555571", List.of(NUMBER))));

        assertThat(bearers).isEqualTo(Map.of("find", "Bearer track", "track", "Bearer track", "cancel", "Bearer ship"));
    }

    private static void call(PreparedCall<?> call) {
        call.send().onFailure().recoverWithNull().await().indefinitely();
    }

    private FedexApi api() {
        return (FedexApi) Proxy.newProxyInstance(
                FedexApi.class.getClassLoader(),
                new Class<?>[] {FedexApi.class},
                (proxy, method, arguments) -> answer(method, arguments));
    }

    /** Grants tokens named after the client id; all other calls fail. */
    private Uni<?> answer(Method method, Object[] arguments) {
        if (method.getName().equals("token")) {
            return Uni.createFrom().item(new FedexApi.Token((String) arguments[1], BigDecimal.valueOf(3599)));
        }
        bearers.put(method.getName(), (String) arguments[0]);
        return Uni.createFrom().failure(new IllegalStateException("unexpected call"));
    }
}
