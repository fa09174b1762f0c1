package com.samokoder.platform.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ServiceTest
class MetricsAccessTests {
    @Autowired MetricsAccessFilter filter;

    @ParameterizedTest
    @CsvSource({
        "/metrics, 203.0.113.9, 403",
        "/%6detrics, 203.0.113.9, 403",
        "/metric%73/x, 2001:db8::1, 403",
        "/metrics, 10.0.0.7, 200",
        "/health, 203.0.113.9, 200"
    })
    void areForTheOwnNetworkAlone(String path, String from, int status) throws Exception {
        var request = new MockHttpServletRequest("GET", path);
        request.setRemoteAddr(from);
        var response = new MockHttpServletResponse();

        filter.doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(status);
    }
}
