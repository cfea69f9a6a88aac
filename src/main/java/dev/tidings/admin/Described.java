package dev.tidings.admin;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that says what it is for, in the words that stand in its interface. */
final class Described extends StandardMBean {
  private final Class<?> type;

  private Described(Object bean, Class<Object> type) {
    super(bean, type, true);
    this.type = type;
  }

  /**
   * An MXBean.
   *
   * @param type its interface, annotated with {@link Says} all over
   */
  @SuppressWarnings("unchecked") // The bean is of the type.
  static <T> Described of(T bean, Class<T> type) {
    return new Described(bean, (Class<Object>) type);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    Says says = type.getAnnotation(Says.class);
    return says == null ? "" : says.value();
  }

  @Override
  protected String getDescription(MBeanAttributeInfo attribute) {
    return words(method((attribute.isIs() ? "is" : "get") + attribute.getName()));
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return words(method(operation.getName()));
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    Says says = says(operation, sequence);
    return says == null ? "" : says.value();
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    Says says = says(operation, sequence);
    return says == null ? "p" + sequence : says.name();
  }

  @Override
  protected int getImpact(MBeanOperationInfo operation) {
    return operation.getName().equals("list") ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION;
  }

  private @Nullable Says says(MBeanOperationInfo operation, int sequence) {
    Method method = method(operation.getName());
    if (method == null) {
      return null;
    }
    Parameter[] parameters = method.getParameters();
    return parameters[sequence].getAnnotation(Says.class);
  }

  private static String words(@Nullable Method method) {
    Says says = method == null ? null : method.getAnnotation(Says.class);
    return says == null ? "" : says.value();
  }

  /** No two have the same name. */
  private @Nullable Method method(String name) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElse(null);
  }
}
