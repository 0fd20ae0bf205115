/** The floor: what a JVM takes to do nothing. */
class Empty {
  public static void main(String[] args) {}
}
