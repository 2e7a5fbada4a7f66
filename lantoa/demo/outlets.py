"""The twelve outlets of the fictional city of Trường Giang."""

from __future__ import annotations

from lantoa.article import Outlet

CITY = "Trường Giang"

OUTLETS: tuple[Outlet, ...] = (
    Outlet("bao-truong-giang", "Báo Trường Giang", "baotruonggiang.test", "local_press", "province", CITY),
    Outlet("dai-truong-giang", "Đài Phát thanh và Truyền hình Trường Giang", "daitruonggiang.test", "broadcaster", "province", CITY),
    Outlet("ttx-sao-mai", "Thông tấn xã Sao Mai", "saomai.test", "agency", "central"),
    Outlet("thoi-bao-dat-viet", "Thời báo Đất Việt", "thoibaodatviet.test", "central_press", "central"),
    Outlet("tin-sang", "Tin Sáng", "tinsang.test", "central_press", "central"),
    Outlet("nhip-song-do-thi", "Nhịp Sống Đô Thị", "nhipsongdothi.test", "central_press", "central"),
    Outlet("tieng-dan-sinh", "Tiếng Dân Sinh", "tiengdansinh.test", "central_press", "central"),
    Outlet("cong-thanh-pho", "Cổng thông tin điện tử thành phố Trường Giang", "cong.truonggiang.test", "portal", "province", CITY),
    Outlet("trang-dang-bo", "Trang tin Đảng bộ thành phố Trường Giang", "dangbo.truonggiang.test", "portal", "province", CITY),
    Outlet("phuong-ben-da", "Trang tin phường Bến Đá", "benda.truonggiang.test", "portal", "commune", CITY, "phường Bến Đá"),
    Outlet("xa-tam-khe", "Trang tin xã Tam Khê", "tamkhe.truonggiang.test", "portal", "commune", CITY, "xã Tam Khê"),
    Outlet("tong-hop-24", "Tổng Hợp 24", "tonghop24.test", "aggregator", "central"),
)
