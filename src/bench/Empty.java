/** The baseline: a JVM that does nothing. */
class Empty {
  public static void main(String[] args) {}
}
