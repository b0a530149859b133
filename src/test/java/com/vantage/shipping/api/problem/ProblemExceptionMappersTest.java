package com.vantage.shipping.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ProblemExceptionMappersTest {
    private final ProblemExceptionMappers mappers =
            new ProblemExceptionMappers(new BodyLimits(new MemorySize(BigInteger.valueOf(32 * 1024))));

    /** RFC 9110, 15.5.2. */
    @Test
    void unauthorizedOfFrameworkHasChallenge() {
        Response response = mappers.toResponse(
                new NotAuthorizedException(Response.status(401).build()));

        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void tooLargeBodyNamesConfiguredLimit() {
        Response response = mappers.toResponse(new ClientErrorException(413));

        assertThat(response.getEntity())
                .isInstanceOfSatisfying(ProblemDetails.class, problem -> assertThat(problem.detail())
                        .isEqualTo("the body must be at most 32 KiB"));
    }
}
