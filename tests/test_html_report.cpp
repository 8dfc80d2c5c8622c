// report.html: what a training leaves behind for people.
#include <ctime>
#include <origami/error.hpp>
#include <origami/file.hpp>

#include "child.hpp"
#include "parse.hpp"
#include "report_fixture.hpp"
#include "support/command_line.hpp"
#include "support/html.hpp"
#include "support/html_report.hpp"
#include "support/pixels.hpp"
#include "support/report.hpp"

using namespace origami;
using namespace origami::examples;

TEST_CASE("the report is one page that loads nothing and says what was done") {
  const ReportFixture f = usual_report();
  const std::string html = f.html();
  check_self_contained(html);
  CHECK(html.size() < 600'000);
  CHECK(contains(html, "<p class=\"lead\">" + result_line(f.evaluation) + "</p>"));
  CHECK(contains(html, "<code>train_mnist --metrics '&lt;&amp;&quot;&gt;'</code>"));
  CHECK(contains(html, "test images (1, 28, 28) from a/&lt;&amp;&quot;&gt;/b<"));
  const auto fact = [&](const std::string& name) {
    const auto values = between(html, "<th scope=\"row\">" + name + "</th><td>", "</td>");
    return values.size() == 1 ? values[0] : std::to_string(values.size()) + " values";
  };
  CHECK(fact("seed") == "1");
  CHECK(fact("finished") == "2 of 3 epochs");
  CHECK(fact("time") == "2.75 s of training, 0.75 s of tests");
  CHECK(fact("training") == to_string(f.options.recipe));
  for (const char* name : {"origami", "xtensor"})
    CHECK(std::regex_match(fact(name), std::regex(R"(\d+\.\d+\.\d+)")));
  CHECK(std::regex_match(fact("compiler"), std::regex(R"((g|clang)\+\+ \d+.* build)")));
  CHECK(std::regex_match(fact("threads"), std::regex(R"([1-9]\d*)")));
}

TEST_CASE("tables hold the evaluation's numbers") {
  const ReportFixture f = usual_report();
  const std::string html = f.html();
  const std::string table = between(html, "<table class=\"confusion\">", "</table>").at(0);
  std::vector<std::size_t> expected, found;
  for (const auto& row : f.evaluation.confusion)
    expected.insert(expected.end(), row.begin(), row.end());
  const std::regex cell("<td[^>]*>([0-9]+)</td>");
  for (auto i = std::sregex_iterator(table.begin(), table.end(), cell); i != std::sregex_iterator();
       ++i)
    found.push_back(std::stoul((*i)[1]));
  CHECK(found == expected);
  CHECK(count(table, " class=\"right\"") == 10);
  for (std::size_t k = 0; k < 10; ++k) {
    char share[32];
    std::snprintf(share, sizeof share, "<td>%.2f %%</td></tr>", 100 * f.evaluation.accuracy_of(k));
    CHECK(contains(table, share));
  }
  CHECK(contains(html,
                 "<th scope=\"row\">2</th><td>0.1250</td><td>0.0625</td><td>96.88 %</td>"
                 "<td>98.44 %</td><td>1.50 s</td><td>0.25 s</td><td>1000</td>"));
  CHECK(contains(html,
                 "<th scope=\"row\">conv1</th><td>Conv 5x5, stride 2, pad 0</td>"
                 "<td>(3, 12, 12)</td><td>5*5*1*3 + 3 = 78</td>"));
}

TEST_CASE("the worst mistakes are shown with both probabilities, 25 of them at most") {
  ReportFixture f = usual_report();
  const auto worst = f.evaluation.worst_mistakes(25);
  REQUIRE(worst.size() == 25);
  const std::vector<std::string> items = between(f.html(), "<li><figure>", "</li>");
  REQUIRE(items.size() == 25);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t n = worst[i];
    const int truth = f.evaluation.labels[n], read = f.evaluation.predictions[n];
    const auto probability = [&](int k) {
      return std::to_string(k) + ": " +
             html_escaped(percent(f.evaluation.probabilities(n, static_cast<std::size_t>(k))));
    };
    CHECK(contains(items[i], "alt=\"test image " + std::to_string(n) + ", a " +
                                 std::to_string(truth) + " read as " + std::to_string(read)));
    CHECK(contains(items[i], "true " + probability(truth) + "<br>read " + probability(read)));
    const std::uint8_t* image = f.data.test.pixels.data() + 784 * n;
    CHECK(between(items[i], "src=\"", "\"").at(0) ==
          data_uri("image/png", png(image_pixels(image, {1, 28, 28}))));
  }
  // Labels made to agree with what is read, all but two.
  f.data.test.labels.assign(f.evaluation.predictions.begin(), f.evaluation.predictions.end());
  f.evaluation = evaluate(f.net, f.data.test);
  CHECK(contains(f.html(), "No mistakes at all."));
  for (const std::size_t n : {7u, 8u}) {
    auto& label = f.data.test.labels[n];
    label = static_cast<std::uint8_t>((label + 1) % 10);
  }
  f.evaluation = evaluate(f.net, f.data.test);
  CHECK(between(f.html(), "<li><figure>", "</li>").size() == 2);
  CHECK(contains(f.html(), "2 of 60 test images were misread"));
}

TEST_CASE("a training that finished no epoch has a report of the rest") {
  ReportFixture f = usual_report();
  f.epochs.clear();
  const std::string html = f.html();
  check_self_contained(html);
  CHECK(contains(html, "No epoch was finished."));
  CHECK(contains(html, ">0 of 3 epochs<"));
  CHECK(contains(html, "id=\"confusion\""));
}

TEST_CASE("a report that cannot be written leaves the old one") {
  const TempDir dir;
  const ReportFixture f = usual_report();
  const fs::path path = dir / "report.html";
  write_html_report(path, f.input());
  const Bytes first = read_file(path);
  CHECK(first.size() == f.html().size());
  CHECK(contains(message_in_child([&] {
                   limit_files(1000);
                   write_html_report(path, f.input());
                 }),
                 "report.html: cannot be written"));
  CHECK(read_file(path) == first);
  CHECK(count_files(dir.path()) == 1);
  CHECK(contains(message_of<DataError>([&] { write_html_report(dir / "no/x.html", f.input()); }),
                 "no/x.html: cannot be written"));
}

TEST_CASE("the command is one that a shell takes apart as it was given") {
  const auto line = [](std::vector<const char*> argv) {
    return command_line(static_cast<int>(argv.size()), argv.data());
  };
  CHECK(line({"build/examples/train_mnist", "--lr", "1e-3"}) ==
        "build/examples/train_mnist --lr 1e-3");
  CHECK(line({"a", "two words", "", "it's", "$HOME", "*"}) ==
        R"(a 'two words' '' 'it'\''s' '$HOME' '*')");
}

TEST_CASE("train_mnist ends with a report") {
  const TempDir dir;
  const auto train = [&](Arguments arguments) {
    arguments.insert(arguments.end(), {"--limit", "100", "--epochs", "1"});
    return train_small(arguments);
  };
  const std::string file = (dir / "my report.html").string();
  const auto result = train({"--report", file});
  REQUIRE(result.status == 0);
  CHECK(contains(result.out, "\nreport: " + file + "\ntest accuracy "));
  const std::string html = load_file(file);
  check_self_contained(html);
  CHECK(contains(html, "<p class=\"lead\">" + lines_of(result.out).back() + "</p>"));
  CHECK(contains(html, " --report '" + file + "' --limit 100 --epochs 1</code>"));
  CHECK(contains(html, ">1 of 1 epochs<"));
}

TEST_CASE("there is a report unless the command line wants none, or quiet") {
  const auto file = [](const Arguments& arguments) { return parse(arguments).report; };
  CHECK(file({}) == "report.html");
  CHECK(file({"--report", "x.html"}) == "x.html");
  CHECK(file({"--report", ""}) == "");
  CHECK(file({"--quiet"}) == "");
  CHECK(file({"--quiet", "--report", "x.html"}) == "x.html");
}

TEST_CASE("a result has its standard error in percent") {
  Evaluation e;
  e.accuracy = 0.99;
  e.labels.resize(10000);
  e.loss = 0.03125;
  CHECK(result_line(e) == "test accuracy 99.00 % \xC2\xB1 0.10 % (9900 of 10000), loss 0.0312");
  CHECK(percent(0.0009F) == "<0.1 %");
  e.accuracy = 57.0 / 100;  // times 100 it is a little less than 57
  e.labels.resize(100);
  CHECK(contains(result_line(e), "(57 of 100)"));
  CHECK(percent(0.0051F) == "0.5 %");
}

TEST_CASE("the report's time is UTC wherever it is written") {
  const auto hour = [] {
    const std::time_t now = std::time(nullptr);
    char text[32];
    return "<td>" +
           std::string(text, std::strftime(text, sizeof text, "%F %H:", std::gmtime(&now)));
  };
  setenv("TZ", "XYZ-9", 1);
  tzset();
  const std::string before = hour(), html = usual_report().html(), after = hour();
  unsetenv("TZ");
  tzset();
  CHECK((contains(html, before) || contains(html, after)));
}

TEST_CASE("the most frequent mistake has the darkest shade") {
  ReportFixture f = usual_report();
  f.evaluation.confusion.assign(10, std::vector<std::size_t>(10, 0));
  for (std::size_t k = 0; k < 10; ++k) f.evaluation.confusion[k][k] = 900;
  f.evaluation.confusion[4][9] = 20;
  const std::string html = f.html();
  CHECK(contains(html, "--heat:0.55\">20<"));
}
