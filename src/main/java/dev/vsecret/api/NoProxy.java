package dev.vsecret.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts to reach without a proxy, as listed in the variable {@code NO_PROXY}. It follows curl's
 * rules: names and addresses are separated by commas or spaces; a name also covers its subdomains,
 * with or without a leading dot; an address may be a network ({@code 10.0.0.0/8}); a single {@code
 * *} covers every host; names are not resolved. Unlike in curl, an entry may end in a port and then
 * covers only that port, and an IPv6 address may be in brackets. Invalid entries cover nothing.
 */
public final class NoProxy {
  private static final Pattern WITH_PORT = Pattern.compile("(\\[.*\\]|[^:]*):([0-9]{1,5})");

  private final List<String> entries;

  private NoProxy(List<String> entries) {
    this.entries = entries;
  }

  /** Parses the value of {@code NO_PROXY}. */
  public static NoProxy parse(String list) {
    return new NoProxy(List.of(list.strip().toLowerCase(Locale.ROOT).split("[,\\s]+")));
  }

  /** Returns whether to reach the server of {@code baseUrl} without a proxy. */
  public boolean covers(BaseUrl baseUrl) {
    return entries.equals(List.of("*"))
        || entries.stream().anyMatch(entry -> covers(entry, baseUrl.host(), baseUrl.port()));
  }

  private static boolean covers(String entry, String host, int port) {
    Matcher withPort = WITH_PORT.matcher(entry);
    return withPort.matches()
        ? Integer.parseInt(withPort.group(2)) == port && covers(withPort.group(1), host)
        : covers(entry, host);
  }

  private static boolean covers(String entry, String host) {
    Optional<InetAddress> address = IpAddress.parse(host);
    return address.isPresent()
        ? networkContains(entry, address.get().getAddress())
        : domainContains(entry, host);
  }

  private static boolean domainContains(String entry, String host) {
    String domain = withoutLastDot(entry.startsWith(".") ? entry.substring(1) : entry);
    String name = withoutLastDot(host);
    return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
  }

  private static String withoutLastDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean networkContains(String entry, byte[] address) {
    int slash = entry.indexOf('/');
    byte[] network =
        IpAddress.parse(slash < 0 ? entry : entry.substring(0, slash))
            .map(InetAddress::getAddress)
            .orElse(new byte[0]);
    if (network.length != address.length) {
      return false;
    }
    int bits = 8 * network.length;
    if (slash >= 0) {
      String length = entry.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
        return false;
      }
      bits = Integer.parseInt(length);
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % 8;
      if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
