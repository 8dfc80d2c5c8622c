// Sequential's table of layers.
#include <algorithm>
#include <array>
#include <origami/sequential.hpp>

namespace origami {

namespace {

/// 1234567 -> "1,234,567"
std::string with_commas(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

/// "5*5*1*24 + 24 = 624"; innermost dimension first, as one says it: 5x5 pixels, 1 channel, 24
/// filters.
std::string count_parameters(const std::vector<Parameter*>& parameters, std::size_t& total) {
  std::string text;
  std::size_t count = 0;
  for (const Parameter* p : parameters) {
    if (p->averaging > 0) continue;  // measured, not trained
    std::string product;
    const Shape shape = shape_of(p->value());
    for (std::size_t i = shape.size(); i-- > 0;) {
      if (!product.empty()) product += '*';
      product += std::to_string(shape[i]);
    }
    text += (text.empty() ? "" : " + ") + product;
    count += p->value().size();
  }
  total += count;
  return text.empty() ? "-" : text + " = " + with_commas(count);
}

}  // namespace

std::vector<Sequential::SummaryRow> Sequential::summary_rows() const {
  std::size_t total_parameters = 0, total_adds = 0;
  std::vector<SummaryRow> rows{{"layer", "what", "output", "parameters", "multiply-adds"},
                               {"input", "", to_string(in_shape()), "-", "-"}};
  for (std::size_t i = 0; i < size(); ++i) {
    Layer& l = layer(i);
    const std::size_t adds = l.multiply_adds();
    total_adds += adds;
    rows.push_back({l.name(), l.description(), to_string(l.out_shape()),
                    count_parameters(l.parameters(), total_parameters),
                    adds == 0 ? "-" : with_commas(adds)});
  }
  rows.push_back({"total", "", "", with_commas(total_parameters), with_commas(total_adds)});
  return rows;
}

std::string Sequential::summary() const {
  std::vector<SummaryRow> rows = summary_rows();
  std::array<std::size_t, 5> width{};
  for (const SummaryRow& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
  std::string table;
  for (SummaryRow& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {  // from the fourth on they are numbers
      row[c].insert(c < 3 ? row[c].size() : 0, width[c] - row[c].size(), ' ');
      table += row[c] + (c + 1 < row.size() ? "  " : "\n");
    }
  return table;
}

}  // namespace origami
