package dev.punctual.activities.action;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets up the client: one for all calls, with kept connections, and with nothing on its own account. */
final class HttpClients {
    private static final int MAX_CONNECTIONS = 1_000;
    private static final int MAX_CONNECTIONS_PER_HOST = 200;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);
    private static final TimeValue KEEP_IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue KEEP_AT_MOST = TimeValue.ofMinutes(5);

    /** The deadline of a call ends every wait; the client needs no limits of its own. */
    private static final Timeout UNTIL_DEADLINE = Timeout.ofDays(365);

    private HttpClients() {}

    static CloseableHttpClient create(CheckedResolver resolver, String userAgent) {
        return HttpClientBuilder.create()
                .setUserAgent(userAgent)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS_PER_HOST)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(200)
                                        .setMaxLineLength(16 * 1024)
                                        .build())
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(Timeout.DISABLED)
                                .build())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setHandshakeTimeout(CONNECT_TIMEOUT)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(Timeout.DISABLED)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setTimeToLive(KEEP_AT_MOST)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(UNTIL_DEADLINE)
                        .setResponseTimeout(Timeout.DISABLED)
                        .setConnectionKeepAlive(KEEP_IDLE)
                        .setAuthenticationEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                // Named here, because the builder may otherwise take a proxy from the machine's settings: it would be
                // the proxy
                // that is checked, and the target would not.
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableRedirectHandling()
                .evictExpiredConnections()
                .evictIdleConnections(KEEP_IDLE)
                .build();
    }
}
