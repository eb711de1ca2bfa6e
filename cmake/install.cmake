# `cmake --install build/release --prefix /usr/local`: the program, the office's files that it ships with (bot/catalog_store.cpp looks for
# them beside the program), and the pages that an operator needs.
include(GNUInstallDirs)
install(TARGETS sapa RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
file(GLOB office_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/flows/*.toml)
install(FILES ${office_files} DESTINATION ${CMAKE_INSTALL_DATADIR}/sapa/office)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/flows/services DESTINATION ${CMAKE_INSTALL_DATADIR}/sapa/office FILES_MATCHING PATTERN "*.toml")
install(FILES docs/operations.md docs/buku-panduan.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/deploy DESTINATION ${CMAKE_INSTALL_DOCDIR})
