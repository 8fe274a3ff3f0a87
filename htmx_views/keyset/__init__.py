"""What KeysetPaginator needs: orderings, the rows after a row, and page keys."""
