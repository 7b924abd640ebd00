/** What the platforms' own apps would show; the stand-in for their interface, not for our bot. */
export const WORDS = {
  shareInfo: 'Chia sẻ thông tin',
  sharePhone: 'Gửi số điện thoại',
  start: 'Bắt đầu',
  image: '[Hình ảnh]',
  location: '[Vị trí]',
  template: '[Tin mẫu ZBS]',
  utility: '[Tin mẫu tiện ích]',
  withdrawn: '[Đã rút đồng ý]',
  chatNow: '[Bấm nút trò chuyện]',
  burst: 'Phản ánh số {{n}}',
  package: 'Tăng trưởng',
  oaName: 'Cổng tiếp nhận phản ánh (thử nghiệm)',
} as const

/** Button values that the phone itself understands. */
export const SHARE_INFO = '__share_info__'
export const SHARE_PHONE = '__share_phone__'

export const DEFAULT_RESIDENTS = {
  zalo: [
    { userId: '2512523625412510001', name: 'Nguyễn Thị Hoa', phone: '84912000001' },
    { userId: '2512523625412510002', name: 'Trần Văn Bình', phone: '84912000002' },
    { userId: '2512523625412510003', name: 'Lê Minh Khôi', phone: '84912000003' },
  ],
  messenger: [
    { userId: '7100000000000001', name: 'Phạm Thu Trang', phone: '84913000001' },
    { userId: '7100000000000002', name: 'Võ Quốc Huy', phone: '84913000002' },
    { userId: '7100000000000003', name: 'Đặng Ngọc Lan', phone: '84913000003' },
  ],
} as const
