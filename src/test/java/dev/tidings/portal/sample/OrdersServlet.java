package dev.tidings.portal.sample;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** {@code /orders}: places an order, and lists them. */
@WebServlet("/orders")
public class OrdersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient OrderBook book;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      book.place(
          request.getParameter("item"),
          request.getRemoteUser(),
          request.getParameter("soldOut") != null);
      book.measure(1);
    } catch (SQLException | RuntimeException failure) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      response.getWriter().println(failure);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      response.getWriter().println(book.items());
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }
}
