/**
 * How much a bare syllable says of the matter of a question: ln(messages / messages with it), the lesser of all
 * messages of data/nlu/train and the questions among them, to the half. Syllables that are not here are rare.
 */
const COMMON: readonly (readonly [weight: string, syllables: string])[] = [
  ['1', 'co khong'],
  ['1.5', 'cho duoc o so toi'],
  ['2', 'bao can con cong cu dau em giay ho lam ma may nao nha roi thi vay xin'],
  [
    '2.5',
    'a ai an ban bau bi bo chi chu chua chung cua dang dat de di do dong duong gi gio hay hoi khai ky la lai mat moi muon nam nay nguoi nhan nhieu noi phai phuong qua ra sao thu tien tro tu tui xe',
  ],
  [
    '3',
    'ad anh ba bang ca cai cap chay coi cung da dan danh day den dien dinh doi don du dung gia goi hai het hiem hoa ket khu minh mot mua ngay no nop nuoc ong phieu phong sach sinh tai tam ten thang thay the tinh to tra trong tru truoc truong ve vo voi xa y',
  ],
  [
    '3.5',
    'bat be ben biet binh cam cao cay chuyen dai dem dua ghi gium gui hang hoc hom hon khau khi khieu lan lay len lo loi luon ly me mo nai nen nghe ngheo nghi ngoai nhap nho nhu nua phan phep phi pho phu quan que quy rac sang sau su tan te thanh theo thoai thoi thuc thue tin tren tri tuoi ty va van vi vien vu xem xuong',
  ],
  [
    '4',
    'ap bac bay bien bua cat cau chan chau chet chinh chong cuoc dia doc ga gan gap giai giao giup gop han he hem hoai hong hop huu ke keu khac khoi kien kinh lau le lien long lop luat luc luong mang mau mien ngan nghia ngu nguyen nhat nhung oi on phat quyet sap sua ta tach tang tat tay than them tho thong thua thuong tich tiem tieng tiep tong trai trang tre trieu troi truc trung tuan tuc ung uy vao viec xac xay xom xong xu',
  ],
  [
    '4.5',
    'ay bai bam benh bon bot buoi cac cach canh cha che chieu chiu choi chuc cuoi cuu dam dao dap diem dieu doanh dot duoi gay ghe giam giu go h ha hanh hen hien hiep hieu hinh hoach huong khach kham kho kia kiem lanh lao lap lich lon lua mai met mong muc mui muoi nga ngap nghiep ngoi nhau nhom nong phap phuoc quay quyen rua sai san sanh sat song thai thao thieu thuan thung thuoc tieu tim toa toan ton tram tran trich trinh tuyen vang viet vua vuon xoa yeu',
  ],
]

const RARE = 5

const WEIGHTS: ReadonlyMap<string, number> = new Map(
  COMMON.flatMap(([weight, syllables]) => syllables.split(' ').map((s) => [s, Number(weight)] as const)),
)

/** 0.5 (in every other message) to 5 (in fewer than one of a hundred). */
export function weightOf(syllable: string): number {
  return WEIGHTS.get(syllable) ?? RARE
}
