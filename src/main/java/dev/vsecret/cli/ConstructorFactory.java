package dev.vsecret.cli;

import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine.IFactory;

/**
 * Makes the few objects that picocli makes itself. Its own factory first looks for Groovy in every
 * jar, which takes a tenth of a whole {@code list}.
 */
final class ConstructorFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
