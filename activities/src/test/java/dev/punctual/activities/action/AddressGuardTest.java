package dev.punctual.activities.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard guard = new AddressGuard(AddressRules.publicOnly());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0                | unspecified
            0.1.2.3                | unspecified
            10.0.0.0               | private
            10.255.255.255         | private
            100.64.0.0             | shared by a carrier's NAT
            100.127.255.255        | shared by a carrier's NAT
            100.100.100.200        | a cloud's metadata service
            127.0.0.1              | loopback
            127.255.255.255        | loopback
            127.1                  | loopback
            127.0.1                | loopback
            2130706433             | loopback
            169.254.0.1            | link-local
            169.254.169.254        | a cloud's metadata service
            2852039166             | a cloud's metadata service
            168.63.129.16          | a cloud's metadata service
            172.16.0.0             | private
            172.31.255.255         | private
            192.0.0.1              | reserved for protocols
            192.0.0.192            | reserved for protocols
            192.0.2.1              | for documentation
            192.88.99.1            | a 6to4 relay
            192.168.0.0            | private
            192.168.255.255        | private
            198.18.0.0             | for benchmarks
            198.19.255.255         | for benchmarks
            198.51.100.7           | for documentation
            203.0.113.7            | for documentation
            224.0.0.1              | multicast
            239.255.255.255        | multicast
            240.0.0.1              | reserved
            255.255.255.255        | reserved
            ::                     | unspecified
            ::1                    | loopback
            ::127.0.0.1            | an IPv4-compatible form
            ::8.8.8.8              | an IPv4-compatible form
            ::ffff:127.0.0.1       | loopback
            ::ffff:10.1.2.3        | private
            ::ffff:a9fe:a9fe       | a cloud's metadata service
            [::ffff:127.0.0.1]     | loopback
            [::1]                  | loopback
            ::ffff:0:127.0.0.1     | not part of the public internet
            64:ff9b::127.0.0.1     | the NAT64 form of an address that is loopback
            64:ff9b::a9fe:a9fe     | the NAT64 form of an address that is a cloud's metadata service
            64:ff9b:1::8.8.8.8     | a local NAT64 form
            2002:7f00:1::          | the 6to4 form of an address that is loopback
            2002:c0a8:101::1       | the 6to4 form of an address that is private
            2002:0:0::1            | the 6to4 form of an address that is unspecified
            100::1                 | discarded
            2001::1                | reserved for protocols
            2001:0:7f00:1::        | reserved for protocols
            2001:1ff:ffff::1       | reserved for protocols
            2001:db8::1            | for documentation
            3fff::1                | for documentation
            5f00::1                | not part of the public internet
            4000::1                | not part of the public internet
            fc00::1                | private
            fd12:3456:789a::1      | private
            fdff::1                | private
            fd00:ec2::254          | a cloud's metadata service
            fd20:ce::254           | a cloud's metadata service
            fe80::1                | link-local
            febf::1                | link-local
            fec0::1                | site-local
            ff02::1                | multicast
            ff0e::1                | multicast
            """)
    void refuses(String address, String reason) {
        assertThat(guard.refusal(InetAddress.ofLiteral(address))).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "191.255.255.255",
                "192.0.1.0",
                "192.0.3.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00::1",
                "3ffe::1"
            })
    void allowsThePublicInternet(String address) {
        assertThat(guard.refusal(InetAddress.ofLiteral(address))).isEmpty();
    }

    @Test
    void allowsWhatTheOperatorAllowsAndNoMore() {
        AddressGuard embedded = new AddressGuard(new AddressRules(List.of("127.0.0.0/8", "::1/128", "10.20.30.40")));

        assertThat(embedded.refusal(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
        assertThat(embedded.refusal(InetAddress.ofLiteral("127.9.9.9"))).isEmpty();
        assertThat(embedded.refusal(InetAddress.ofLiteral("::1"))).isEmpty();
        assertThat(embedded.refusal(InetAddress.ofLiteral("::ffff:127.0.0.1"))).isEmpty();
        assertThat(embedded.refusal(InetAddress.ofLiteral("10.20.30.40"))).isEmpty();
        assertThat(embedded.refusal(InetAddress.ofLiteral("10.20.30.41"))).contains("private");
        assertThat(embedded.refusal(InetAddress.ofLiteral("::2"))).contains("an IPv4-compatible form");
        assertThat(embedded.refusal(InetAddress.ofLiteral("0.0.0.0"))).contains("unspecified");
    }

    @Test
    void allowsABlockWhosePrefixEndsInsideAByte() {
        AddressGuard allowing = new AddressGuard(new AddressRules(List.of("172.16.128.0/17", "fd80::/9")));

        assertThat(allowing.refusal(InetAddress.ofLiteral("172.16.128.0"))).isEmpty();
        assertThat(allowing.refusal(InetAddress.ofLiteral("172.16.255.255"))).isEmpty();
        assertThat(allowing.refusal(InetAddress.ofLiteral("172.16.127.255"))).isPresent();
        assertThat(allowing.refusal(InetAddress.ofLiteral("172.17.128.0"))).isPresent();
        assertThat(allowing.refusal(InetAddress.ofLiteral("fdff::1"))).isEmpty();
    }

    @Test
    void allowsEverythingWhenTheOperatorSaysSo() {
        AddressGuard open = new AddressGuard(new AddressRules(List.of("0.0.0.0/0", "::/0")));

        assertThat(open.refusal(InetAddress.ofLiteral("10.0.0.1"))).isEmpty();
        assertThat(open.refusal(InetAddress.ofLiteral("fe80::1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/a",
                "10.0.0.1/8",
                "10/8",
                "2130706433",
                "256.0.0.0/8",
                "::/129",
                "::1/64",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:0:0/96",
                " ::1"
            })
    void refusesARuleThatIsNoBlock(String block) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddressRules(List.of(block)))
                .withMessageContaining("punctual.http.allowed-addresses")
                .withMessageContaining("'" + block + "'");
    }
}
