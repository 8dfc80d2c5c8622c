// Reading web pages in tests: enough of HTML for those that we write.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "catch.hpp"

/// "" if every element is closed in order and every attribute quoted, else what is wrong and where.
inline std::string flaw_of(const std::string& html) {
  static const std::regex tag(R"(<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="")*)>)");
  const std::string doctype = "<!DOCTYPE html>";
  if (html.rfind(doctype, 0) != 0) return "no doctype";
  std::vector<std::string> open;
  for (std::size_t at = html.find('<', doctype.size()); at != std::string::npos;
       at = html.find('<', at + 1)) {
    const std::string text = html.substr(at, html.find('>', at) + 1 - at);
    std::string bare;  // without the values: std::regex calls itself for each of their characters
    bool quoted = false;
    for (const char c : text) {
      if (c == '"') quoted = !quoted;
      if (c == '"' || !quoted) bare += c;
    }
    std::smatch parts;
    if (!std::regex_match(bare, parts, tag)) return "no tag: " + text.substr(0, 80);
    if (parts[1].length() == 0) {
      if (parts[2] != "meta" && parts[2] != "img" && parts[2] != "br") open.push_back(parts[2]);
    } else {
      if (open.empty() || open.back() != parts[2]) return "closed out of order: " + text;
      open.pop_back();
    }
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

/// All that stands between `before` and the next `after`.
inline std::vector<std::string> between(const std::string& html, const std::string& before,
                                        const std::string& after) {
  std::vector<std::string> found;
  for (std::size_t at = html.find(before); at != std::string::npos; at = html.find(before, at)) {
    at += before.size();
    found.push_back(html.substr(at, html.find(after, at) - at));
  }
  return found;
}

/// The bytes of "data:...;base64,AAAA".
inline std::string bytes_of_uri(const std::string& uri) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (std::size_t i = uri.find(',') + 1; i < uri.size() && uri[i] != '='; ++i) {
    bits = bits << 6 | static_cast<unsigned>(digits.find(uri[i]));
    if (++count % 4 != 1) bytes += static_cast<char>(bits >> (6 - 2 * ((count - 1) % 4)) & 255);
  }
  return bytes;
}
